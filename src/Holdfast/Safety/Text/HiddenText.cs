using System.Text;

namespace Holdfast.Safety.Text;

/// <summary>Finds characters that a reader does not see but a model reads.</summary>
internal static class HiddenText
{
    /// <summary>Runs of hidden characters, as start and length. What scripts and emoji need for their spelling is not among them.</summary>
    public static List<(int Start, int Length)> Find(string text)
    {
        var found = new List<(int Start, int Length)>();
        if (Ascii.IsValid(text))
        {
            return found;
        }

        var rightToLeft = text.AsSpan().ContainsAnyInRange('\u0590', '\u08FF');
        var before = default(Rune);
        var flag = false;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            flag = rune.Value == 0x1F3F4 || (flag && rune.Value is >= 0xE0020 and <= 0xE007F);
            if (Characters.IsHidden(rune.Value) && !IsSpelling(rune.Value, before, rightToLeft, flag))
            {
                Add(at, rune.Utf16SequenceLength);
            }

            // A second selector after the first selects nothing, so hidden characters count as what is before.
            before = rune;
            at += rune.Utf16SequenceLength;
        }

        return found;

        void Add(int start, int length)
        {
            if (found.Count > 0 && found[^1].Start + found[^1].Length == start)
            {
                found[^1] = (found[^1].Start, found[^1].Length + length);
            }
            else
            {
                found.Add((start, length));
            }
        }
    }

    private static bool IsSpelling(int rune, Rune before, bool rightToLeft, bool flag) => rune switch
    {
        0x200C or 0x200D => (before.IsBmp && Characters.NeedsJoiners((char)before.Value)) || (rune == 0x200D && IsPictograph(before)),
        0x200E or 0x200F or 0x61C => rightToLeft,
        0xFE0E or 0xFE0F => IsPictograph(before) || before.Value is (>= '0' and <= '9') or '#' or '*',
        >= 0x180B and <= 0x180F => before.Value is >= 0x1800 and <= 0x18AF,
        >= 0xE0020 and <= 0xE007F => flag,
        >= 0xE0100 and <= 0xE01EF => before.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF),
        _ => false,
    };

    private static bool IsPictograph(Rune rune) => rune.Value is 0xA9 or 0xAE or 0xFE0F or (>= 0x2010 and <= 0x3299 and not (>= 0x2060 and <= 0x206F)) or (>= 0x1F000 and <= 0x1FAFF);
}
