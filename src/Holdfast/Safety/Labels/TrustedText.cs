using System.Globalization;

namespace Holdfast.Safety.Labels;

/// <summary>A text whose values may be used by tools with effects, and what can be found in it. Immutable; the look-up is built once, when it is first needed.</summary>
internal sealed class TrustedText(string source, string text, DateTimeOffset at = default)
{
    /// <summary>How far the parts of a name may stand from each other.</summary>
    private const int NameDistance = 6;

    private List<string>? words;
    private ILookup<string, int>? positions;
    private HashSet<decimal>? numbers;
    private ValueDates? dates;

    /// <summary><c>principal</c>, <c>agent</c>, <c>plan</c>, <c>operator</c> or <c>tool:NAME</c>.</summary>
    public string Source => source;

    /// <summary>Whether the principal said it.</summary>
    public bool IsPrincipal => source == "principal";

    /// <summary>The words in order.</summary>
    public List<string> List => words ??= Words.Of(text);

    private ILookup<string, int> Positions => positions ??= List.Select((word, index) => (word, index)).ToLookup(p => p.word, p => p.index, StringComparer.Ordinal);

    private HashSet<decimal> Numbers => numbers ??= [.. Amounts.In(text)];

    private ValueDates Dates => dates ??= ValueDates.In(text, at);

    /// <summary>Whether it holds the word.</summary>
    public bool Has(string word) => Positions.Contains(word);

    /// <summary>Whether it holds the value, whatever its case, spacing and punctuation: whole words that together spell it.</summary>
    public bool Spells(string compact)
    {
        if (compact.Length == 0)
        {
            return true;
        }

        for (var i = 0; i < List.Count; i++)
        {
            var length = 0;
            for (var j = i; j < List.Count && length < compact.Length; j++)
            {
                if (string.CompareOrdinal(List[j], 0, compact, length, List[j].Length) != 0)
                {
                    break;
                }

                length += List[j].Length;
            }

            if (length == compact.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether all parts of a name stand close together in it, in any order.</summary>
    public bool Names(IReadOnlyList<string> parts)
    {
        foreach (var first in Positions[parts[0]])
        {
            if (parts.All(part => Positions[part].Any(other => Math.Abs(other - first) <= NameDistance)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it holds the number, however it is written.</summary>
    public bool Counts(decimal number) => Numbers.Contains(number);

    /// <summary>Whether it names the day and, where the value has one, the time.</summary>
    public bool Dated(DateOnly? day, TimeOnly? clock) => Dates.Hold(day, clock);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{source}: {text.Length} characters");
}
