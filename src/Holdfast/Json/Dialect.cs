namespace Holdfast.Json;

/// <summary>Which vocabularies of JSON Schema a document uses, by its <c>$schema</c>.</summary>
/// <param name="Applicator">Whether subschemas are applied.</param>
/// <param name="Unevaluated">Whether <c>unevaluatedProperties</c> and <c>unevaluatedItems</c> count.</param>
/// <param name="Validation">Whether assertions such as <c>type</c> and <c>minimum</c> count.</param>
/// <param name="Formats">Whether <c>format</c> is an assertion.</param>
/// <param name="IsOlder">Whether an older draft is named: its array form of <c>items</c>, <c>additionalItems</c> and <c>dependencies</c> are understood.</param>
internal sealed record Dialect(bool Applicator, bool Unevaluated, bool Validation, bool Formats, bool IsOlder)
{
    private const string VocabularyPrefix = "https://json-schema.org/draft/2020-12/vocab/";

    public static Dialect Default { get; } = new(Applicator: true, Unevaluated: true, Validation: true, Formats: false, IsOlder: false);

    public static Dialect Older { get; } = Default with { IsOlder = true };

    /// <summary>Reads a metaschema's <c>$vocabulary</c>.</summary>
    /// <exception cref="HoldfastException"><c>invalid-schema</c>: a vocabulary is required that is not known here.</exception>
    public static Dialect Of(IReadOnlyDictionary<string, bool> vocabularies, string metaschema)
    {
        var dialect = new Dialect(Applicator: false, Unevaluated: false, Validation: false, Formats: false, IsOlder: false);
        foreach (var (address, required) in vocabularies)
        {
            dialect = address.Replace(VocabularyPrefix, "", StringComparison.Ordinal) switch
            {
                "applicator" => dialect with { Applicator = true },
                "unevaluated" => dialect with { Unevaluated = true },
                "validation" => dialect with { Validation = true },
                "format-assertion" => dialect with { Formats = true },
                "core" or "meta-data" or "content" or "format-annotation" => dialect,
                _ when required => throw InvalidSchema.At(metaschema, $"the vocabulary {address} is required but not known; only those of 2020-12 are"),
                _ => dialect,
            };
        }

        return dialect;
    }
}
