using Holdfast.Journal;

namespace Holdfast.Storage.Runs;

/// <summary>What a run used in all.</summary>
internal readonly record struct RunTotals(long InputTokens, long OutputTokens, long CostNanos)
{
    public static RunTotals Of(IReadOnlyList<RunUsage> usage)
    {
        long input = 0, output = 0, cost = 0;
        for (var i = 0; i < usage.Count; i++)
        {
            input += usage[i].InputTokens;
            output += usage[i].OutputTokens;
            cost += usage[i].CostNanos;
        }

        return new RunTotals(input, output, cost);
    }
}
