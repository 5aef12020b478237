namespace Holdfast.Safety.Guards.Pii;

/// <summary>
/// Finds personal data by form, checksum and context. Card numbers are replaced everywhere; other kinds in answers, unless the principal gave the value
/// themselves in this session or the agent's definition holds it, and are not looked for in what comes in.
/// </summary>
public sealed class PiiGuard : Guard
{
    private readonly PiiGuardOptions options;
    private readonly PiiSelection selection;
    private readonly PiiSelection always;

    /// <summary>Makes the guard.</summary>
    /// <param name="options">What to look for; null for the defaults.</param>
    /// <exception cref="ArgumentException">A kind does not exist, or the confidence is not from 0 to 1.</exception>
    public PiiGuard(PiiGuardOptions? options = null)
    {
        this.options = options ?? new PiiGuardOptions();
        foreach (var kind in this.options.Kinds.Concat(this.options.AlwaysRedacted))
        {
            if (!PiiKinds.All.Contains(kind))
            {
                throw new ArgumentException($"The pii guard knows no kind '{kind}'. It knows: {string.Join(", ", PiiKinds.All)}.", nameof(options));
            }
        }

        if (this.options.MinimumConfidence is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"The pii guard's minimum confidence is {this.options.MinimumConfidence}; it goes from 0 to 1.", nameof(options));
        }

        selection = new PiiSelection(this.options.Kinds.Concat(this.options.AlwaysRedacted), this.options.MinimumConfidence);
        always = new PiiSelection(this.options.AlwaysRedacted, this.options.MinimumConfidence);
    }

    /// <inheritdoc/>
    public override string Name => "pii";

    /// <inheritdoc/>
    public override GuardPoint Points => GuardPoint.Everywhere;

    /// <inheritdoc/>
    public override GuardMode Mode => GuardMode.Redact;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var matches = PiiScanner.Find(text.Text, options.RedactedAt.HasFlag(text.Point) ? selection : always);
        if (matches.Count == 0)
        {
            return ValueTask.FromResult<IReadOnlyList<GuardFinding>>([]);
        }

        var findings = new GuardFinding[matches.Count];
        for (var i = 0; i < findings.Length; i++)
        {
            var match = matches[i];
            findings[i] = new GuardFinding(match.Kind, match.Start, match.Length, match.Confidence, AtMost: IsRedacted(text, match) ? null : GuardMode.Observe);
        }

        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(findings);
    }

    private bool IsRedacted(GuardedText text, PiiMatch match)
    {
        if (options.AlwaysRedacted.Contains(match.Kind))
        {
            return true;
        }

        if (!options.RedactedAt.HasFlag(text.Point))
        {
            return false;
        }

        var value = text.Text.Substring(match.Start, match.Length);
        return !text.Published.Contains(value, StringComparison.OrdinalIgnoreCase) && !text.Instructions.Contains(value, StringComparison.OrdinalIgnoreCase)
            && !text.Said.Any(said => said.Contains(value, StringComparison.OrdinalIgnoreCase));
    }
}
