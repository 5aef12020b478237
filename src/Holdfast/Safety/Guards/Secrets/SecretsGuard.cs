namespace Holdfast.Safety.Guards.Secrets;

/// <summary>
/// Finds keys, tokens, passwords and private keys, and replaces them everywhere, for good: they enter no vault, for no tool needs a secret that went
/// through a conversation.
/// </summary>
public sealed class SecretsGuard : Guard
{
    /// <inheritdoc/>
    public override string Name => "secrets";

    /// <inheritdoc/>
    public override GuardPoint Points => GuardPoint.Everywhere;

    /// <inheritdoc/>
    public override GuardMode Mode => GuardMode.Redact;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var matches = SecretScanner.Find(text.Text);
        if (matches.Count == 0)
        {
            return ValueTask.FromResult<IReadOnlyList<GuardFinding>>([]);
        }

        var findings = new GuardFinding[matches.Count];
        for (var i = 0; i < findings.Length; i++)
        {
            findings[i] = new GuardFinding(matches[i].Kind, matches[i].Start, matches[i].Length, Replacement: $"[{matches[i].Kind}]");
        }

        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(findings);
    }
}
