using System.Collections.Frozen;
using System.Text;

namespace Holdfast.Safety.Text;

/// <summary>What single characters are to a reader: unseen, or easily taken for another.</summary>
internal static class Characters
{
    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

    private static readonly FrozenDictionary<char, char> Folds = Pairs(
        "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwӏlкkмmтtвbнhгrпnАAВBСCЕEНHІIЈJКKМMОOРPЅSТTХXУYЗ3"
        + "αaοoρpνvιiκkτtυuχxγyηnωwεeσoΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX");

    private static readonly FrozenDictionary<char, char> Dressed = Pairs(
        "ℂCℊgℋHℌHℍHℎhℐIℑIℒLℓlℕNℙPℚQℛRℜRℝRℤZℨZℬBℭCℯeℰEℱFℳMℴoℹi⁰0ⁱi⁴4⁵5⁶6⁷7⁸8⁹9ⁿn₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9"
        + "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz");

    private static readonly FrozenDictionary<char, char> Accents = Pairs(
        "àaáaâaãaäaåaāaăaąaçcćcčcďdèeéeêeëeēeėeęeěeìiíiîiïiīiįiıiłlñnńnňnòoóoôoõoöoøoōoőoŕrřrśsšsşsßsťtùuúuûuüuūuůuűuýyÿyźzżzžzёеўу");

    /// <summary>Whether a reader sees nothing where this stands, or it turns the direction of what follows.</summary>
    public static bool IsHidden(int rune) => rune switch
    {
        < 0xAD => false,
        0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFEFF or 0xFFA0 => true,
        >= 0x180B and <= 0x180F => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x202A and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        >= 0xFE00 and <= 0xFE0F => true,
        >= 0xFFF9 and <= 0xFFFB => true,
        >= 0x1D173 and <= 0x1D17A => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => false,
    };

    /// <summary>Whether it is a Latin letter without accent.</summary>
    public static bool IsLatin(char c) => char.IsAsciiLetter(c);

    /// <summary>The Latin letter that a Cyrillic or Greek one is taken for, or the character itself.</summary>
    public static char Fold(char c) => c < 0x370 ? c : Folds.GetValueOrDefault(c, c);

    /// <summary>Whether it is written from right to left.</summary>
    public static bool IsRightToLeft(char c) => c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');

    /// <summary>Whether joiners inside words are ordinary spelling after it: Arabic and Indic scripts.</summary>
    public static bool NeedsJoiners(char c) => IsRightToLeft(c) || c is >= '\u0900' and <= '\u0DFF';

    /// <summary>
    /// What a letter or digit of ASCII in another dress is (full width, mathematical, enclosed, small capital, ligature), or null. The runtime's
    /// compatibility forms cannot be used: with invariant globalization they leave all text as it is.
    /// </summary>
    public static string? Undress(int rune) => rune switch
    {
        < 0x262 => null,
        >= 0xFF01 and <= 0xFF5E => One(rune - 0xFEE0),
        0x3000 => " ",
        >= 0x1D400 and <= 0x1D6A3 => Letter((rune - 0x1D400) % 52),
        >= 0x1D7CE and <= 0x1D7FF => One('0' + ((rune - 0x1D7CE) % 10)),
        >= 0x249C and <= 0x24B5 => One('a' + rune - 0x249C),
        >= 0x24B6 and <= 0x24CF => One('A' + rune - 0x24B6),
        >= 0x24D0 and <= 0x24E9 => One('a' + rune - 0x24D0),
        >= 0x2460 and <= 0x2468 => One('1' + rune - 0x2460),
        >= 0x1F130 and <= 0x1F149 => One('A' + rune - 0x1F130),
        >= 0x1F150 and <= 0x1F169 => One('A' + rune - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => One('A' + rune - 0x1F170),
        >= 0xFB00 and <= 0xFB06 => Ligatures[rune - 0xFB00],
        <= 0xFFFF => Dressed.TryGetValue((char)rune, out var plain) ? One(plain) : null,
        _ => null,
    };

    /// <summary>A Latin letter without its accent, in lower case.</summary>
    public static char Plain(char c) => c < 0x80 ? char.ToLowerInvariant(c) : Accents.GetValueOrDefault(char.ToLowerInvariant(c), char.ToLowerInvariant(c));

    private static string Letter(int index) => One(index < 26 ? 'A' + index : 'a' + index - 26);

    private static string One(int c) => ((char)c).ToString();

    private static FrozenDictionary<char, char> Pairs(string pairs) => Enumerable.Range(0, pairs.Length / 2).ToFrozenDictionary(i => pairs[2 * i], i => pairs[(2 * i) + 1]);
}
