using System.Runtime.CompilerServices;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Text;

namespace Holdfast.Safety.Guards.Answers;

/// <summary>
/// Stops answers that give the agent's instructions away: their secret mark, or long stretches of them word by word, encoded ones included. A sentence of
/// them may be said, for agents are told facts to tell; a translation or a summary is not noticed.
/// </summary>
public sealed class PromptLeakGuard : Guard
{
    /// <summary>So many words in a row tell that a text was copied.</summary>
    private const int Row = 5;

    private const int LongStretch = 20;
    private const int ShortStretch = 8;
    private const int Together = 32;
    private const double NearlyAll = 0.8;

    private readonly ConditionalWeakTable<string, HashSet<int>> rows = [];

    /// <inheritdoc/>
    public override string Name => "prompt-leak";

    /// <inheritdoc/>
    public override GuardPoint Points => GuardPoint.Output;

    /// <inheritdoc/>
    public override int HoldBack => 512;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<GuardFinding>();
        Find(text, TextNormalisation.Normalise(text.Text).Text, 0, text.Text.Length, found);
        foreach (var (payload, start, length) in HiddenPayloads.Of(text.Text))
        {
            Find(text, payload, start, length, found);
        }

        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(found);
    }

    private void Find(GuardedText text, string said, int start, int length, List<GuardFinding> found)
    {
        if (text.Canary.Length > 0 && said.Contains(text.Canary, StringComparison.OrdinalIgnoreCase))
        {
            found.Add(new GuardFinding("canary", start, length));
        }

        if (IsCopied(text, Words.Of(said)))
        {
            found.Add(new GuardFinding("instructions", start, length));
        }
    }

    private bool IsCopied(GuardedText text, List<string> said)
    {
        if (said.Count < ShortStretch || text.Instructions.Length == 0)
        {
            return false;
        }

        var secret = rows.GetValue(text.Instructions, static instructions => RowsOf(Words.Of(instructions)));
        var (stretch, longest, together, from) = (0, 0, 0, 0);
        for (var i = 0; i <= said.Count; i++)
        {
            // A stretch of n rows spans n + Row - 1 words.
            if (i + Row <= said.Count && secret.Contains(HashOf(said, i)))
            {
                from = stretch++ == 0 ? i : from;
                continue;
            }

            var words = stretch == 0 ? 0 : stretch + Row - 1;
            if (words >= ShortStretch && !IsKnown(text, said, from, words))
            {
                longest = Math.Max(longest, words);
                together += words;
            }

            stretch = 0;
        }

        return longest >= LongStretch || together >= Together || together >= NearlyAll * (secret.Count + Row - 1);
    }

    /// <summary>What everybody may know, what the principal said and what tools returned is no secret, whoever else holds it.</summary>
    private static bool IsKnown(GuardedText text, List<string> said, int from, int count)
    {
        var words = string.Concat(said.Skip(from).Take(count));
        return text.Said.Concat(text.Grounds).Append(text.Published).Any(known => Words.Compact(known).Contains(words, StringComparison.Ordinal));
    }

    private static HashSet<int> RowsOf(List<string> words)
    {
        var found = new HashSet<int>();
        for (var i = 0; i + Row <= words.Count; i++)
        {
            found.Add(HashOf(words, i));
        }

        return found;
    }

    private static int HashOf(List<string> words, int from)
    {
        var hash = default(HashCode);
        for (var i = from; i < from + Row; i++)
        {
            hash.Add(words[i], StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
