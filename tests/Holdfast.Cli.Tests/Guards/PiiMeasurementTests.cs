using Holdfast.Cli.Guards;

namespace Holdfast.Cli.Tests.Guards;

/// <summary>What docs/redaction.md publishes about the held-back part of the data.</summary>
public sealed class PiiMeasurementTests(ITestOutputHelper output)
{
    [Fact]
    public void Dev()
    {
        foreach (var min in new[] { 0.0, 0.5 })
        {
            var rows = PiiMeasurement.Measure("/work/shared/data/pii_cases.jsonl", heldBack: false, min, m => Console.WriteLine($"{min} {m}"));
            foreach (var r in rows.Append(PiiMeasurement.Sum("core", rows.Where(r => r.Core))).Append(PiiMeasurement.Sum("other", rows.Where(r => !r.Core))))
            {
                Console.WriteLine($"{min} {r.Entity} {r.Found}/{r.Values} wrong {r.Wrong} of {r.Negatives}");
            }
        }
    }
}
