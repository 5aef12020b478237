namespace Holdfast.Safety.Guards.Pii;

/// <summary>A form together with the format that it belongs to, found by its first character and its shape.</summary>
internal readonly record struct NumberMask(NumberFormat Format, string Mask)
{
    public const int LongestValue = 32;

    /// <summary>Matches the form at a place; returns the end or -1 and fills the value without separators.</summary>
    public int Match(ReadOnlySpan<char> text, int start, Span<char> value, out int length, out bool separated)
    {
        length = 0;
        separated = false;
        var at = start;
        var separator = '\0';
        foreach (var form in Mask)
        {
            if (form == '-')
            {
                if (at < text.Length && text[at] is ' ' or '-' or '.' && (separator == '\0' || separator == text[at]))
                {
                    separator = text[at++];
                }

                continue;
            }

            if (at >= text.Length)
            {
                return -1;
            }

            var c = text[at++];
            if (form == ' ')
            {
                if (c is not (' ' or '-'))
                {
                    return -1;
                }

                separator = c;
                continue;
            }

            var fits = form switch
            {
                '9' => PiiText.IsDigit(c),
                'A' => char.IsAsciiLetter(c),
                'X' => char.IsAsciiLetterOrDigit(c),
                '?' => true,
                _ => char.ToUpperInvariant(c) == form,
            };
            if (!fits)
            {
                return -1;
            }

            value[length++] = char.ToUpperInvariant(c);
        }

        separated = separator != '\0';
        return at;
    }
}
