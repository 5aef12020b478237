namespace Holdfast.Knowledge;

/// <summary>A document that is given to a knowledge base.</summary>
public sealed record KnowledgeSource
{
    /// <summary>Its name in the base, such as <c>returns/europe.md</c>: 1 to 500 characters, no white space at the ends, no control characters.</summary>
    public required string Path { get; init; }

    /// <summary>Its bytes. Text is UTF-8, or UTF-16 with its mark.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary><c>text/plain</c>, <c>text/markdown</c>, <c>text/html</c> or <c>application/pdf</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>What it is called, or null for what it calls itself, else its path.</summary>
    public string? Title { get; init; }

    /// <summary>Words to search by: at most 20, each 1 to 50 lower-case letters, digits, <c>-</c> and <c>_</c>.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Values to search by: at most 20, keys and values of 1 to 200 characters on one line.</summary>
    /// <value>Default none.</value>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The media type that goes with the ending of a file's name, or null for one that is not understood.</summary>
    /// <param name="path">The file's name.</param>
    public static string? MediaTypeOf(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".md" or ".markdown" => "text/markdown",
        ".html" or ".htm" or ".xhtml" => "text/html",
        ".txt" or ".text" => "text/plain",
        ".pdf" => "application/pdf",
        _ => null,
    };
}
