using Holdfast.Safety.Text;

namespace Holdfast.Safety.Guards;

/// <summary>
/// Removes what a reader cannot see but a model reads: zero-width characters, tags, selectors that select nothing, and characters that turn
/// the direction of text. What Arabic, Indic scripts and emoji need for their spelling stays.
/// </summary>
public sealed class HiddenTextGuard : Guard
{
    /// <inheritdoc/>
    public override string Name => "hidden-text";

    /// <inheritdoc/>
    public override GuardPoint Points => GuardPoint.Incoming;

    /// <inheritdoc/>
    public override GuardMode Mode => GuardMode.Redact;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<GuardFinding>>([.. HiddenText.Find(text.Text).Select(run => new GuardFinding("hidden-text", run.Start, run.Length, Replacement: ""))]);
}
