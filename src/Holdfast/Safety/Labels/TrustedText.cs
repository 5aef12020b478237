using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Safety.Labels;

/// <summary>A text whose values may be used by tools with effects, and what can be found in it. Immutable; the look-up is built once, when it is first needed.</summary>
internal sealed partial class TrustedText(string source, string text, DateTimeOffset at = default, Func<IReadOnlyList<TrustedRecord>>? readRecords = null)
{
    /// <summary>How far the parts of a name may stand from each other.</summary>
    private const int NameDistance = 6;

    private WordIndex? index;
    private HashSet<decimal>? numbers;
    private ValueDates? dates;
    private IReadOnlyList<TrustedRecord>? records;
    private ILookup<string, (TrustedRecord Record, string Member)>? recordsByValue;

    /// <summary><c>principal</c>, <c>agent</c>, <c>plan</c>, <c>operator</c> or <c>tool:NAME</c>.</summary>
    public string Source => source;

    /// <summary>When it was said, in the zone of who said it; the default where that does not matter.</summary>
    public DateTimeOffset At => at;

    /// <summary>Whether the principal said it.</summary>
    public bool IsPrincipal => source == "principal";

    /// <summary>The words in order.</summary>
    public IReadOnlyList<string> List => Index.Words;

    private WordIndex Index => index ??= new WordIndex(Words.Of(text));

    /// <summary>The numbers in it, each in all its readings.</summary>
    public IReadOnlySet<decimal> Numbers => numbers ??= [.. Amounts.In(text)];

    /// <summary>The e-mail addresses in it.</summary>
    public IEnumerable<string> Addresses => text.Contains('@', StringComparison.Ordinal) ? Address().Matches(text).Select(m => m.Value.TrimEnd('.')) : [];

    /// <summary>The objects in it, where it is a result in JSON.</summary>
    public IReadOnlyList<TrustedRecord> Records => records ??= readRecords?.Invoke() ?? (source.StartsWith("tool:", StringComparison.Ordinal) ? TrustedRecord.In(text, null) : []);

    /// <summary>Its records that hold a value, given without case, spacing and punctuation, and in which member.</summary>
    public IEnumerable<(TrustedRecord Record, string Member)> RecordsWith(string value)
    {
        if (Records.Count == 0)
        {
            return [];
        }

        recordsByValue ??= Records.SelectMany(static r => r.Values, static (record, own) => (Record: record, own.Member, own.Value)).ToLookup(static own => own.Value, static own => (own.Record, own.Member), StringComparer.Ordinal);
        return recordsByValue[value];
    }

    private ValueDates Dates => dates ??= ValueDates.In(text, at);

    /// <summary>Whether it holds the word.</summary>
    public bool Has(string word) => Index.Find(word) >= 0;

    /// <summary>Whether it holds the value, whatever its case, spacing and punctuation: whole words that together spell it.</summary>
    public bool Spells(string compact) => compact.Length == 0 || Index.Spells(compact);

    /// <summary>Whether all parts of a name stand close together in it, in any order.</summary>
    public bool Names(IReadOnlyList<string> parts)
    {
        for (var first = Index.Find(parts[0]); first >= 0; first = Index.Find(parts[0], first + 1))
        {
            if (parts.All(part => Index.IsNear(part, first, NameDistance)))
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

    [GeneratedRegex(@"[^\s@<>,;:()""']+@[^\s@<>,;:()""']+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
