using System.Collections.Frozen;

namespace Holdfast.Providers.Offline.Language;

/// <summary>Whole numbers written in English words, cardinal ("twenty five") or ordinal ("twenty-fifth", "3rd").</summary>
internal static class NumberWords
{
    private static readonly FrozenDictionary<string, int> Cardinals = Index(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen");

    private static readonly FrozenDictionary<string, int> Tens = "twenty thirty forty fifty sixty seventy eighty ninety".Split(' ')
        .Select((word, index) => (word, value: 20 + (10 * index))).Append((word: "fourty", value: 40)).ToFrozenDictionary(pair => pair.word, pair => pair.value);

    private static readonly FrozenDictionary<string, int> Ordinals = Index(
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth " +
        "seventeenth eighteenth nineteenth twentieth").Concat(new Dictionary<string, int> { ["thirtieth"] = 30 }).ToFrozenDictionary();

    private static readonly FrozenDictionary<string, long> Scales = new (string Word, long Value)[]
    {
        ("hundred", 100), ("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000),
    }.ToFrozenDictionary(pair => pair.Word, pair => pair.Value);

    /// <summary>Reads a number below one hundred in words, such as "forty-three".</summary>
    public static Read<int>? Small(TokenText text, int index)
    {
        var word = text.Word(index);
        if (Cardinals.TryGetValue(word, out var unit))
        {
            return new Read<int>(unit, index + 1);
        }

        if (!Tens.TryGetValue(word, out var tens))
        {
            return null;
        }

        var next = text.Is(index + 1, "-") ? index + 2 : index + 1;
        return Cardinals.TryGetValue(text.Word(next), out unit) && unit is > 0 and < 10
            ? new Read<int>(tens + unit, next + 1)
            : new Read<int>(tens, index + 1);
    }

    /// <summary>Reads a cardinal in words, such as "two hundred and five thousand".</summary>
    public static Read<long>? Cardinal(TokenText text, int index)
    {
        long total = 0;
        long group = 0;
        var position = index;
        var started = false;
        while (position < text.Count)
        {
            if (Small(text, position) is { } small && group % 100 == 0)
            {
                group += small.Value;
                position = small.Next;
                started = true;
            }
            else if (Scales.TryGetValue(text.Word(position), out var scale) && (started || text.Is(position - 1, "a")) && total < 1_000_000_000_000)
            {
                group = Math.Max(group, 1);
                (total, group) = scale == 100 ? (total, group * 100) : (total + (group * scale), 0);
                position++;
                started = true;
            }
            else if (started && text.Is(position, "and") && Small(text, position + 1) is not null && Scales.ContainsKey(text.Word(position - 1)))
            {
                position++;
            }
            else
            {
                break;
            }
        }

        return started ? new Read<long>(total + group, position) : null;
    }

    /// <summary>Reads an ordinal below one hundred, in words or digits ("3rd").</summary>
    public static Read<int>? Ordinal(TokenText text, int index)
    {
        if (text.Number(index) is var digits and >= 0 and < 1_000)
        {
            return text.Is(index + 1, "st", "nd", "rd", "th") && text.Glued(index + 1) ? new Read<int>(digits, index + 2) : null;
        }

        if (Ordinals.TryGetValue(text.Word(index), out var ordinal))
        {
            return new Read<int>(ordinal, index + 1);
        }

        var next = text.Is(index + 1, "-") ? index + 2 : index + 1;
        return Tens.TryGetValue(text.Word(index), out var tens) && Ordinals.TryGetValue(text.Word(next), out ordinal) && ordinal is > 0 and < 10
            ? new Read<int>(tens + ordinal, next + 1)
            : null;
    }

    private static FrozenDictionary<string, int> Index(string words) =>
        words.Split(' ').Select((word, value) => (word, value)).ToFrozenDictionary(pair => pair.word, pair => pair.value);
}
