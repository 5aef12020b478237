namespace Holdfast.Tools;

/// <summary>The passages that a run was shown so far, and the marks by which they are cited.</summary>
/// <param name="Last">The highest mark that is taken.</param>
/// <param name="Marks">The marks of passages by <see cref="KeyOf"/>.</param>
internal sealed record CitedPassages(int Last, IReadOnlyDictionary<string, int> Marks)
{
    public static CitedPassages None { get; } = new(0, new Dictionary<string, int>());

    /// <summary>What a passage is known by.</summary>
    public static string KeyOf(string document, int start, int end) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{start} {end} {document}");
}
