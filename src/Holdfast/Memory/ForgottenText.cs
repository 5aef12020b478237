using System.Text;
using System.Text.Encodings.Web;

namespace Holdfast.Memory;

/// <summary>Finds a text that was forgotten in what was written down: whole words, whatever their case, also where JSON escaped them.</summary>
public static class ForgottenText
{
    /// <summary>What stands in its place where only the text itself is taken out.</summary>
    public const string Mark = "[forgotten]";

    /// <summary>A shorter one is in too many texts to be told from others; then only what it came from is erased.</summary>
    private const int Shortest = 3;

    /// <summary>Whether a stored payload holds the text.</summary>
    /// <param name="payload">UTF-8 JSON.</param>
    /// <param name="forgotten">The text.</param>
    public static bool IsIn(ReadOnlySpan<byte> payload, string forgotten) => IsIn(Encoding.UTF8.GetString(payload), forgotten);

    /// <summary>Whether a text holds the forgotten one.</summary>
    /// <param name="text">The text; it may be JSON.</param>
    /// <param name="forgotten">The text that was forgotten.</param>
    public static bool IsIn(string text, string forgotten)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Forms(forgotten).Any(form => Find(text, form, 0) >= 0);
    }

    /// <summary>A text without the forgotten one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="forgotten">The text that was forgotten.</param>
    public static string Without(string text, string forgotten)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var form in Forms(forgotten))
        {
            for (var at = Find(text, form, 0); at >= 0; at = Find(text, form, at + Mark.Length))
            {
                text = string.Concat(text.AsSpan(0, at), Mark, text.AsSpan(at + form.Length));
            }
        }

        return text;
    }

    /// <summary>The text as it is, and as it stands in JSON, and in JSON that is a text of JSON.</summary>
    private static IEnumerable<string> Forms(string forgotten)
    {
        ArgumentNullException.ThrowIfNull(forgotten);
        var form = forgotten.Trim();
        if (form.Count(char.IsLetterOrDigit) < Shortest)
        {
            yield break;
        }

        for (var depth = 0; depth < 3; depth++)
        {
            yield return form;
            var escaped = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(form);
            if (escaped == form)
            {
                yield break;
            }

            form = escaped;
        }
    }

    private static int Find(string text, string form, int from)
    {
        for (var at = text.IndexOf(form, from, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(form, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + form.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(form[0]) || IsEscape(text, at))
                && (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(form[^1])))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether the letter before a place is the end of an escape, as in <c>\nAnna</c>.</summary>
    private static bool IsEscape(string text, int at) => at >= 2 && text[at - 2] == '\\' && text[at - 1] is 'n' or 'r' or 't' or 'b' or 'f';
}
