namespace Holdfast.Knowledge;

/// <summary>What must hold of names, documents and questions.</summary>
internal static class KnowledgeRules
{
    public static void CheckBase(string name, string? description)
    {
        if (name.Length is 0 or > 64 || !name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw Invalid($"'{Shown(name)}' is no name of a knowledge base: use 1 to 64 lower-case letters, digits and hyphens.");
        }

        if (description?.Length > 500)
        {
            throw Invalid($"The description has {description.Length} characters; 500 at most.");
        }
    }

    public static void CheckSource(KnowledgeSource source)
    {
        if (source.Path.Length is 0 or > 500 || source.Path.Trim() != source.Path || source.Path.Any(static c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            throw Invalid($"'{Shown(source.Path)}' is no path of a document: use 1 to 500 characters such as returns/europe.md, without white space at the ends, control characters and symbols outside the basic plane.");
        }

        if (source.Title is { } title && (title.Length is 0 or > 300 || title.Any(static c => char.IsControl(c) || char.IsSurrogate(c))))
        {
            throw Invalid("The title must have 1 to 300 characters on one line.");
        }

        if (source.Tags.Count > 20 || source.Tags.Any(static tag => !IsTag(tag)))
        {
            throw Invalid("There may be 20 tags, each of 1 to 50 lower-case letters, digits, '-' and '_'.");
        }

        if (source.Metadata.Count > 20 || source.Metadata.Any(static pair => !IsPart(pair.Key) || !IsPart(pair.Value) || pair.Key.Contains('=', StringComparison.Ordinal)))
        {
            throw Invalid("There may be 20 values of metadata, keys and values of 1 to 200 characters on one line, and no '=' in a key.");
        }
    }

    public static void CheckQuery(KnowledgeQuery query)
    {
        if (string.IsNullOrWhiteSpace(query.Text) || query.Text.Length > KnowledgeQuery.LongestText)
        {
            throw Invalid($"The question must have 1 to {KnowledgeQuery.LongestText} characters.");
        }

        if (query.Limit is < 1 or > 500)
        {
            throw Invalid($"The limit is {query.Limit}; give 1 to 500.");
        }

        if (query.Filter.Tags.Count > 20 || query.Filter.Metadata.Count > 20)
        {
            throw Invalid("A filter takes 20 tags and 20 values of metadata at most.");
        }
    }

    public static HoldfastException Unknown(string name) => new("unknown-knowledge-base", $"There is no knowledge base '{Shown(name)}'. 'holdfast knowledge list' and GET /v1/knowledge name those that there are.");

    public static HoldfastException UnknownDocument(string name, string path) => new("unknown-document", $"The knowledge base '{Shown(name)}' has no document '{Shown(path)}'.");

    private static bool IsTag(string tag) => tag.Length is > 0 and <= 50 && tag.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static bool IsPart(string text) => text.Length is > 0 and <= 200 && !text.Any(static c => char.IsControl(c) || char.IsSurrogate(c));

    private static HoldfastException Invalid(string message) => new("invalid-knowledge", message);

    private static string Shown(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
