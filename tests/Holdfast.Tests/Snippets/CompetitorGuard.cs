using Holdfast.Safety.Guards;

namespace Holdfast.Tests.Snippets;

/// <summary>The guard of docs/guards.md.</summary>
public sealed class CompetitorGuard : Guard
{
    public override string Name => "competitor";

    public override GuardPoint Points => GuardPoint.Output;

    public override GuardMode Mode => GuardMode.Redact;

    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        var at = text.Text.IndexOf("Tea & Co", StringComparison.OrdinalIgnoreCase);
        return new(at < 0 ? [] : [new GuardFinding("competitor", at, "Tea & Co".Length, Replacement: "another shop")]);
    }
}
