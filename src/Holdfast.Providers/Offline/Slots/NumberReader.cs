using System.Globalization;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Finds numbers in digits or words: "2,000,000", "-9.81", "5%", "two hundred", "$3.5 million".</summary>
internal static class NumberReader
{
    public static List<NumberMention> Find(Utterance said)
    {
        var found = new List<NumberMention>();
        var index = 0;
        while (index < said.Tokens.Count && found.Count < 200)
        {
            if (Read(said.Tokens, index) is { } read && !said.IsUsed(index))
            {
                if (said.MomentAt(index) is not { Kind: MomentKind.Time or MomentKind.DateTime or MomentKind.TimeRange })
                {
                    found.Add(new NumberMention(read.Value, index, read.Next));
                }

                index = read.Next;
            }
            else
            {
                index++;
            }
        }

        return found;
    }

    public static Read<double>? Read(TokenText text, int index)
    {
        if (!text[index].IsNumber)
        {
            return text.Is(index, "a", "second", "one") && !text.Is(index, "one") ? null
                : NumberWords.Cardinal(text, index) is { } words && !(text.Is(index, "one") && text.Is(index - 1, "the", "this", "that", "which", "another", "first", "second", "last"))
                    ? new Read<double>(words.Value, words.Next) : null;
        }

        if (text[index].Lower.Length > 18 || (text.Glued(index) && text[index - 1].IsWord))
        {
            return null;
        }

        var digits = text[index].Lower;
        var next = index + 1;
        while (text.Is(next, ",") && text.Glued(next) && text.Glued(next + 1) && text[next + 1].IsNumber && text[next + 1].Lower.Length == 3 && digits.Length < 16)
        {
            digits += text[next + 1].Lower;
            next += 2;
        }

        if (text.Is(next, ".") && text.Glued(next) && text.Glued(next + 1) && text[next + 1].IsNumber && text[next + 1].Lower.Length < 18)
        {
            digits += "." + text[next + 1].Lower;
            next += 2;
        }

        var value = double.Parse(digits, CultureInfo.InvariantCulture);
        if (text.Is(index - 1, "-") && text.Glued(index) && !(text.Glued(index - 1) && (text[index - 2].IsNumber || text[index - 2].IsWord)))
        {
            value = -value;
        }

        var scale = text.Word(next) switch { "million" => 1e6, "billion" => 1e9, "thousand" => 1e3, "k" when text.Glued(next) => 1e3, _ => 1 };
        return scale > 1 ? new Read<double>(value * scale, next + 1) : new Read<double>(value, next);
    }
}
