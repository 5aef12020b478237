using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>Telephone numbers: international ones by their form, national ones by their form and the words before them.</summary>
internal static class PhoneRecogniser
{
    private const int Fewest = 7;
    private const int Most = 15;
    private const int MostAbroad = 18;
    private const int Longest = 40;
    private const int LongestLabel = 12;
    private const int FewestNamed = 5;
    private const int Near = 24;
    private const int MostBeforeBracket = 6;

    private static readonly SearchValues<string> Words = PiiText.Words(
        "phone, telephone, tel, mobile, cell, fax, call, dial, ring, whatsapp, sms, text me, contact, reach, answering at, registered, hotline, handy, rufnummer, telefon, teléfono, téléphone, cep, numero, numaram, my number, his number, her number, their number, our number, your number, the number, this number, that number, landline, cellular, pager, helpline, toll free, toll-free, called, caller, calling, ph, mob, tty, hot line, customer service, support line, switchboard, office:, home:, work:, desk:, text him, text her, text us, text them, 电话, 手机, 電話, 携帯, 전화, โทร, dialing, dialling, voicemail, viber, telegram");

    /// <summary>Words that mean a telephone number and nothing else: next to them even a short local number is one.</summary>
    private static readonly SearchValues<string> Nouns = PiiText.Words(
        "phone, telephone, tel, is my number, my mobile, mobile number, mobile no, my cell, cell number, fax, area code, country code, rufnummer, telefon, teléfono, téléphone, telefone, numéro de tél");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Filler =
        new HashSet<string>("number,no,nr,is,me,on,at,line,code,ist,est,es,é,lautet".Split(','), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<string> SentenceEnds = SearchValues.Create([". ", "! ", "? ", "; "], StringComparison.Ordinal);

    /// <summary>What stands before the number of an extension, the longest first.</summary>
    private static readonly string[] Extensions = ["extension number", "extension no", "extension", "extn", "ext", "ex", "#", "x"];

    private static readonly SearchValues<string> Denials = PiiText.Words("not, never, neither, kein, keine, nicht");

    /// <summary>Numbers of other things, which look like a telephone number and are none.</summary>
    private static readonly SearchValues<string> Others = PiiText.Words(
        "account, order, invoice, card, visa, ssn, booking, reference, ref, ticket, case, omb, iban, isbn, sku, tracking, id number, passport, routing, version, serial, policy, model, zip, npi, tin, sin, license, licence");

    public static void Collect(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAnyInRange('0', '9');
            if (at < 0)
            {
                return;
            }

            at += from;
            var start = at;
            while (start > from && (Plain(text[start - 1]) is '+' or '(' || (start > from + 1 && text[start - 1] == ' ' && Plain(text[start - 2]) is '+' or '(')))
            {
                start--;
            }

            var end = Match(text, start, out var shape);
            if (Plain(text[start]) == '(' && Match(text, start + 1, out var inner) is var close && close > end)
            {
                // Brackets around the whole number, which may have brackets of its own: "(+44 (0)20 7946 0018)".
                (start, end, shape) = (start + 1, close, inner);
            }

            from = Math.Max(end, at + 1);
            if (end <= at)
            {
                // Brackets upon brackets before a digit are no number.
                continue;
            }

            var abroad = text[at..end].StartsWith("00", StringComparison.Ordinal) || text[at..end].StartsWith("011", StringComparison.Ordinal);
            if (shape.Digits < FewestNamed || (shape.Digits < Fewest && !IsNamed(text, start, end)) || shape.Digits > (abroad ? MostAbroad : Most) || !StandsAlone(text, start, end) || (PhoneForm.IsDate(text[start..end]) && !IsNamed(text, start, end)))
            {
                continue;
            }

            var plus = text[start..at].IndexOfAny('+', '\uFF0B') >= 0;
            var confidence = plus && shape.Digits >= 8 ? 0.9 : PhoneForm.Judge(text[start..end], shape);
            if (confidence < 0.7)
            {
                confidence = Judge(text, start, end, confidence);
            }

            // The bracket that it opened is its own.
            end += end < text.Length && text[end] == ')' && text[start..end].Count('(') > text[start..end].Count(')') ? 1 : 0;
            selection.Add(matches, PiiKinds.Phone, "phone-number", start, end - start, confidence);
        }
    }

    private static int Match(ReadOnlySpan<char> text, int start, out PhoneForm shape)
    {
        var limit = Math.Min(text.Length, start + Longest);
        var (at, end, digits, groups, brackets, open) = (start, start, 0, 0, false, 0);
        var last = '\0';
        var (first, firstDigits, firstGroups) = (0, 0, 0);
        while (at < limit)
        {
            var c = Plain(text[at]);
            if (PiiText.IsDigit(c))
            {
                if (!PiiText.IsDigit(last))
                {
                    // Numbers in a row, "415-555-2671 415-555-2672": a space where the others have hyphens or dots.
                    if (digits >= Fewest && groups >= 2 && first == 0 && last == ' ' && !text[start..end].Contains(' '))
                    {
                        (first, firstDigits, firstGroups) = (end, digits, groups);
                    }

                    groups++;
                }

                digits++;
                end = at + 1;
            }
            else if (c == '(')
            {
                // Brackets stand around the country and the area, (+44) (0)20 7946 0018, not behind the number: "555 1234 (2 rings)".
                if (open > 0 || digits > MostBeforeBracket || (brackets && (digits > 3 || text[start..at].IndexOfAny('+', '\uFF0B') < 0)))
                {
                    break;
                }

                open++;
            }
            else if (c == ')')
            {
                if (open == 0)
                {
                    break;
                }

                open--;
                brackets = true;
            }
            else if (c is ' ' or '-' or '.' or '/')
            {
                // One separator between groups, or one and a space.
                if (c != ' ' && last is '-' or '.' or '/')
                {
                    break;
                }

                if (c == ' ' && last == ' ')
                {
                    break;
                }
            }
            else if (c != '+' || digits > 0)
            {
                break;
            }

            last = c;
            at++;
        }

        if (at == limit && limit < text.Length && PiiText.IsDigit(text[limit]))
        {
            digits = MostAbroad + 1;
        }

        if (first > 0 && digits > Most)
        {
            (end, digits, groups) = (first, firstDigits, firstGroups);
        }

        var extension = Extension(text, end);
        shape = new PhoneForm(digits, groups, brackets, extension > end);
        return extension;
    }

    /// <summary>Word processors set other spaces and hyphens.</summary>
    private static char Plain(char c) => c switch
    {
        '\u00A0' or '\u2007' or '\u2009' or '\u202F' => ' ',
        >= '\u2010' and <= '\u2015' or '\u2212' or '\uFF0D' => '-',
        '\uFF08' => '(',
        '\uFF09' => ')',
        '\uFF0B' => '+',
        _ => c,
    };

    private static int Extension(ReadOnlySpan<char> text, int end)
    {
        var at = end;
        while (at < text.Length && at < end + 2 && text[at] is ' ' or ',' or ';' or '(')
        {
            at++;
        }

        var mark = 0;
        foreach (var word in Extensions)
        {
            if (text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                mark = word.Length;
                break;
            }
        }

        if (mark == 0)
        {
            return end;
        }

        at += mark;
        while (at < text.Length && at < end + 24 && text[at] is ' ' or '.' or ':' or '=' or '#' or '-')
        {
            at++;
        }

        var first = at;
        while (at < text.Length && at - first < 7 && PiiText.IsDigit(text[at]))
        {
            at++;
        }

        return at > first && at - first < 7 && !(at < text.Length && PiiText.IsWord(text[at])) ? at : end;
    }

    /// <summary>Whether a word for telephone numbers stands close before it, or behind it in the same sentence without a denial.</summary>
    private static bool IsNamed(ReadOnlySpan<char> text, int start, int end)
    {
        var before = text[Math.Max(0, start - Near)..start];
        if (Last(before, Nouns) is >= 0 and var named && named >= Last(before, Others) && !IsDenied(before))
        {
            return end - start > Fewest || IsFiller(before[named..]);
        }

        var behind = text[end..Math.Min(text.Length, end + PiiText.Behind)];
        var stop = behind.IndexOfAny(".;!?\n");
        behind = stop < 0 ? behind : behind[..stop];

        // What follows a comma or another number speaks of that.
        return behind.IndexOfAnyInRange('0', '9') < 0 && Last(behind, Nouns) >= 0 && !IsDenied(behind);
    }

    /// <summary>Whether nothing but "number is" and the like stands after a word: "phones: 12345 sold" counts phones.</summary>
    private static bool IsFiller(ReadOnlySpan<char> words)
    {
        var first = true;
        foreach (var range in words.SplitAny(" :#.\n\t="))
        {
            var word = words[range];
            if (!first && !word.IsEmpty && !Filler.Contains(word))
            {
                return false;
            }

            first &= word.IsEmpty;
            if (word.Length > 4 && word[^1] == 's')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDenied(ReadOnlySpan<char> text) => Last(text, Denials) >= 0 || text.IndexOfAny('\'', '’') is > 0 and var at && text[at - 1] == 'n' && text[(at + 1)..].StartsWith("t", StringComparison.Ordinal);

    /// <summary>Asks the words before it: they may make it one, or something else.</summary>
    private static double Judge(ReadOnlySpan<char> text, int start, int end, double confidence)
    {
        var before = text[Math.Max(0, start - PiiText.Before)..start];
        var line = before.LastIndexOf('\n');
        if (line >= 0 && before[(line + 1)..].IsWhiteSpace())
        {
            // A label on a line of its own speaks of the next line.
            line = before[..line].LastIndexOf('\n');
        }

        before = line < 0 ? before : before[(line + 1)..];
        var (yes, no) = (Last(before, Words), Last(before, Others));

        // What another sentence speaks of is another thing.
        no = no >= 0 && before[no..].IndexOfAny(SentenceEnds) >= 0 ? -1 : no;
        if (yes >= 0 && yes >= no)
        {
            return 0.75;
        }

        if (no < 0 && IsNamed(text, start, end))
        {
            return 0.7;
        }

        if (no >= 0 || (before.Length > 0 && before[^1] is '#' or '$' or '€' or '£'))
        {
            return Math.Min(confidence, 0.2);
        }

        return confidence < 0.5 && PiiText.IsWhole(text, start, end - start) ? 0.5 : confidence;
    }

    /// <summary>Where the last of the words begins, or -1.</summary>
    private static int Last(ReadOnlySpan<char> text, SearchValues<string> words)
    {
        var last = -1;
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(words);
            if (at < 0)
            {
                break;
            }

            at += from;
            if (at == 0 || !char.IsLetter(text[at - 1]) || text[at] > 127)
            {
                last = at;
            }

            from = at + 1;
        }

        return last;
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end)
    {
        if (end < text.Length && text[end] is '=' or '/' or '*' or '%' or '°' or ':' && end + 1 < text.Length && PiiText.IsDigit(text[end + 1]))
        {
            return false;
        }

        return IsLabel(text[..start]) ? PiiText.StandsAlone(text[start..], 0, end - start)
            : PiiText.StandsAlone(text, start, end) && !(start > 1 && text[start - 1] is '-' or '/' or '=' or '+' or '*' or ':' && PiiText.IsWord(text[start - 2]));
    }

    /// <summary>"tel:", "phone=", "Tel." and the like, with nothing between them and the number.</summary>
    private static bool IsLabel(ReadOnlySpan<char> before) => before.Length > 0 && before[^1] is ':' or '=' or '.' && before.Slice(Math.Max(0, before.Length - LongestLabel)).IndexOfAny(Words) >= 0;
}
