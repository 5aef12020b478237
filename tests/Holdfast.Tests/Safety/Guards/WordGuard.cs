using Holdfast.Safety.Guards;

namespace Holdfast.Tests.Safety.Guards;

/// <summary>Finds a word; fails on another.</summary>
internal sealed class WordGuard(string name, string word, GuardMode mode, int holdBack = 64, GuardPoint points = GuardPoint.Everywhere, string? failOn = null) : Guard
{
    public override string Name => name;

    public override GuardPoint Points => points;

    public override GuardMode Mode => mode;

    public override int HoldBack => holdBack;

    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        if (failOn is not null && text.Text.Contains(failOn, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"It says: {text.Text}");
        }

        var findings = new List<GuardFinding>();
        for (var at = text.Text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.Text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            findings.Add(new GuardFinding("word", at, word.Length));
        }

        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(findings);
    }
}
