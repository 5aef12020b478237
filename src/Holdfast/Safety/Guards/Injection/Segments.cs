namespace Holdfast.Safety.Guards.Injection;

/// <summary>How long the pieces are, in words, by which a document is judged: about the length of a short, a middling and a long sentence.</summary>
internal static class Segments
{
    public static readonly int[] Lengths = [6, 9, 14];
}
