using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>A number with a fixed form, such as a tax number.</summary>
/// <param name="Recogniser">Its name in measurements.</param>
/// <param name="Kind">One of <see cref="PiiKinds"/>.</param>
/// <param name="Mask">
/// Its form: <c>9</c> a digit, <c>A</c> a letter, <c>X</c> either, <c>-</c> a place where a space, hyphen or dot may stand (the same in the whole
/// value), a space a place where one of them must stand, <c>?</c> anything, any other character itself. Several are separated by <c>|</c>.
/// </param>
/// <param name="Confidence">How sure the form and the checksum alone make it.</param>
/// <param name="Separated">The same where it is written with its separators.</param>
/// <param name="Words">The words that say what it is.</param>
/// <param name="Check">The checksum and the rules of the number, over letters (upper case) and digits without separators.</param>
internal sealed record NumberFormat(string Recogniser, string Kind, string Mask, double Confidence, double Separated, SearchValues<string> Words, NumberCheck? Check = null)
{
    public string[] Masks { get; } = Mask.Split('|');
}
