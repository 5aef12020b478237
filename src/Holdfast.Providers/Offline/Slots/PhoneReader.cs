namespace Holdfast.Providers.Offline.Slots;

/// <summary>Finds a telephone number: seven to fifteen digits with the usual separators (ITU-T E.164 allows fifteen).</summary>
internal static class PhoneReader
{
    public static (int Start, int End)? Read(string text)
    {
        var position = 0;
        while (position < text.Length)
        {
            if (!char.IsAsciiDigit(text[position]) && text[position] is not ('+' or '('))
            {
                position++;
                continue;
            }

            var start = position;
            var end = position;
            var digits = 0;
            while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] is '+' or '(' or ')' or '-' or ' ' or '.' or '/'))
            {
                if (char.IsAsciiDigit(text[position]))
                {
                    digits++;
                    end = position + 1;
                }

                position++;
            }

            if (digits is >= 7 and <= 15)
            {
                return (start, end);
            }
        }

        return null;
    }
}
