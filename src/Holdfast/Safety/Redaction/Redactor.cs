using System.Text;
using System.Text.Encodings.Web;
using Holdfast.Safety.Guards;

namespace Holdfast.Safety.Redaction;

/// <summary>Replaces what guards found by placeholders such as <c>[card:1]</c>, and puts the values back for those who may have them.</summary>
public static class Redactor
{
    private const int LongestPlaceholder = 48;

    /// <summary>
    /// Replaces findings. Findings that overlap are replaced together, under the name of the surest. A text with placeholders stays as it is. JSON stays
    /// valid: a finding is replaced inside its string, and a number as a whole by a string.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="findings">What to replace, in any order; places lie in the text as given.</param>
    /// <param name="vault">Where the values go, which gives the same value the same number in the whole session. Without one the placeholders have no number and nothing can be restored.</param>
    /// <returns>The text with placeholders, and what entered the vault.</returns>
    public static RedactedText Redact(string text, IEnumerable<GuardFinding> findings, RedactionVault? vault = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(findings);
        var view = TextView.Of(text);
        return Redact(view, view.Text.Length == text.Length ? findings : findings.Select(finding => ToView(view, finding)), vault);
    }

    /// <summary>Puts the values of a vault back in place of their placeholders; inside JSON they are escaped. Placeholders that the vault does not know stay.</summary>
    /// <param name="text">A text with placeholders.</param>
    /// <param name="vault">The vault of the session.</param>
    /// <returns>The text with values: for a tool that may have them, never for the model or the journal.</returns>
    public static string Restore(string text, RedactionVault vault)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(vault);
        var open = text.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
        {
            return text;
        }

        var json = TextView.LooksLikeJson(text) && TextView.IsJson(text);
        var restored = new StringBuilder(text.Length);
        var done = 0;
        for (; open >= 0; open = text.IndexOf('[', open + 1))
        {
            var close = PlaceholderEnd(text, open);
            if (close > 0 && vault.TryReveal(text[open..close], out var value))
            {
                restored.Append(text, done, open - done).Append(json ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value) : value);
                done = close;
                open = close - 1;
            }
        }

        return done == 0 ? text : restored.Append(text, done, text.Length - done).ToString();
    }

    internal static RedactedText Redact(TextView view, IEnumerable<GuardFinding> findings, RedactionVault? vault)
    {
        var clusters = Merge(view.Text, findings);
        if (clusters.Count == 0)
        {
            return new RedactedText(view.Raw, new Dictionary<string, int>(StringComparer.Ordinal), []);
        }

        var redacted = new StringBuilder(view.Raw.Length);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = new List<VaultEntry>();
        var done = 0;
        void Replace(int start, int end, GuardFinding finding, bool quoted)
        {
            redacted.Append(view.Raw, done, view.Place(start) - done);
            var placeholder = Placeholder(finding, view.Text[start..end], vault, entries);
            redacted.Append(quoted ? $"\"{placeholder}\"" : placeholder);
            done = view.Place(end);
            kinds[finding.Kind] = kinds.GetValueOrDefault(finding.Kind) + 1;
        }

        foreach (var cluster in clusters)
        {
            if (view.Parts is null)
            {
                Replace(cluster.Start, cluster.Start + cluster.Length, cluster, quoted: false);
                continue;
            }

            foreach (var part in Touched(view.Parts, cluster))
            {
                // Two findings may lie in one number, which is replaced once.
                var start = part.IsNumber ? part.Start : Math.Max(part.Start, cluster.Start);
                var end = part.IsNumber ? part.End : Math.Min(part.End, cluster.Start + cluster.Length);
                if (end > start && view.Place(start) >= done)
                {
                    Replace(start, end, cluster, part.IsNumber);
                }
            }
        }

        return new RedactedText(redacted.Append(view.Raw, done, view.Raw.Length - done).ToString(), kinds, entries);
    }

    /// <summary>One finding for each row of findings that overlap, in order of the text, without those that lie in placeholders.</summary>
    internal static List<GuardFinding> Merge(string text, IEnumerable<GuardFinding> findings)
    {
        var merged = new List<GuardFinding>();
        foreach (var finding in findings.Where(f => f.Length > 0 && !IsPlaceholder(text, f)).OrderBy(static f => f.Start).ThenByDescending(static f => f.Length))
        {
            if (merged.Count == 0 || merged[^1].Start + merged[^1].Length <= finding.Start)
            {
                merged.Add(finding);
                continue;
            }

            // What must be replaced for good wins over what may be restored; then the surest.
            var other = merged[^1];
            var named = (other.Replacement is null) == (finding.Replacement is null)
                ? finding.Confidence > other.Confidence ? finding : other
                : finding.Replacement is null ? other : finding;
            var end = Math.Max(other.Start + other.Length, finding.Start + finding.Length);
            merged[^1] = named with { Start = other.Start, Length = end - other.Start };
        }

        return merged;
    }

    internal static string Placeholder(GuardFinding finding, string value, RedactionVault? vault, List<VaultEntry> entries)
    {
        if (finding.Replacement is not null || vault is null)
        {
            return finding.Replacement ?? $"[{finding.Kind}]";
        }

        var placeholder = vault.Hide(finding.Kind, value, out var added);
        if (added is not null)
        {
            entries.Add(added);
        }

        return placeholder;
    }

    private static IEnumerable<JsonPart> Touched(List<JsonPart> parts, GuardFinding finding)
    {
        var (low, high) = (0, parts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = parts[middle].End <= finding.Start ? (middle + 1, high) : (low, middle);
        }

        for (; low < parts.Count && parts[low].Start < finding.Start + finding.Length; low++)
        {
            yield return parts[low];
        }
    }

    private static GuardFinding ToView(TextView view, GuardFinding finding)
    {
        var (start, end) = (Index(view, finding.Start), Index(view, finding.Start + finding.Length));
        return finding with { Start = start, Length = end - start };
    }

    /// <summary>The first character of the view that lies at a place of the raw text or behind it.</summary>
    private static int Index(TextView view, int place)
    {
        var (low, high) = (0, view.Text.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = view.Place(middle) < place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static bool IsPlaceholder(string text, GuardFinding finding)
    {
        var from = Math.Max(0, finding.Start - LongestPlaceholder);
        var open = text.LastIndexOf('[', Math.Min(finding.Start, text.Length - 1), Math.Min(finding.Start, text.Length - 1) - from + 1);
        return open >= 0 && PlaceholderEnd(text, open) is var end && end >= finding.Start + finding.Length;
    }

    /// <summary>The end of <c>[kind]</c> or <c>[kind:12]</c> that begins here, or -1.</summary>
    private static int PlaceholderEnd(string text, int open)
    {
        var at = open + 1;
        while (at < text.Length && at - open < LongestPlaceholder && (char.IsAsciiLetterLower(text[at]) || text[at] == '-'))
        {
            at++;
        }

        if (at == open + 1 || at >= text.Length)
        {
            return -1;
        }

        if (text[at] == ':')
        {
            var digits = ++at;
            while (at < text.Length && at - digits < 7 && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (at == digits)
            {
                return -1;
            }
        }

        return at < text.Length && text[at] == ']' ? at + 1 : -1;
    }
}
