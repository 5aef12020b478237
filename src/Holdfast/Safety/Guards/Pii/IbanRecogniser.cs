using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>International bank account numbers: a country of the registry, its length, and the two check digits.</summary>
internal static class IbanRecogniser
{
    private const int Longest = 34;

    /// <summary>Country and length, from the SWIFT registry.</summary>
    private static readonly Dictionary<string, int> Lengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 "
        + "HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 "
        + "RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30").Split(' ').ToDictionary(static e => e[..2], static e => int.Parse(e.AsSpan(2)), StringComparer.Ordinal);

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ByCountry = Lengths.GetAlternateLookup<ReadOnlySpan<char>>();

    public static void Collect(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        Span<char> value = stackalloc char[Longest];
        for (var from = 0; ;)
        {
            var at = text[from..].IndexOfAnyInRange('0', '9');
            if (at < 0)
            {
                return;
            }

            at += from;
            from = at + 1;
            if (at >= 2 && at + 1 < text.Length && PiiText.IsDigit(text[at + 1]) && ByCountry.TryGetValue(text.Slice(at - 2, 2), out var length) && Match(text, at - 2, length, value) is var end and > 0
                && PiiText.StandsAlone(text, at - 2, end) && IsValid(value[..length]))
            {
                selection.Add(matches, PiiKinds.Iban, "iban-code", at - 2, end - at + 2, 0.95);
                from = end;
            }

            while (from < text.Length && PiiText.IsDigit(text[from]))
            {
                from++;
            }
        }
    }

    private static int Match(ReadOnlySpan<char> text, int start, int length, Span<char> value)
    {
        var (count, at, separator) = (0, start, '\0');
        while (count < length)
        {
            if (at >= text.Length)
            {
                return -1;
            }

            var c = text[at++];
            if (char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))
            {
                value[count++] = c;
            }
            else if (c is ' ' or '-' && count >= 4 && text[at - 2] != c && (separator == '\0' || separator == c))
            {
                separator = c;
            }
            else
            {
                return -1;
            }
        }

        return at;
    }

    private static bool IsValid(ReadOnlySpan<char> value) => Checksums.Mod97(value[..4], Checksums.Mod97(value[4..])) == 1;
}
