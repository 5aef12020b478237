using System.Runtime.InteropServices;
using System.Text.Json;

namespace Holdfast.Json;

/// <summary>A compiled JSON Schema (draft 2020-12). Immutable and safe to use from several threads.</summary>
/// <remarks>
/// All vocabularies of draft 2020-12 are understood; <c>content*</c> keywords are annotations, as the draft has it. Numbers are compared
/// exactly. Patterns are ECMAScript's, matched in linear time where they allow it and under a timeout where not. A schema that names
/// an older draft is read by the rules of 2020-12, except that the array form of <c>items</c>, <c>additionalItems</c> and
/// <c>dependencies</c> are understood. Work is bounded: a value nested deeper than 512 levels, or one whose check takes out of all
/// proportion long, is invalid by the rule <c>limit</c>. Source: https://json-schema.org/draft/2020-12/json-schema-validation.
/// </remarks>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;
    private readonly bool _dynamic;

    private JsonSchema(SchemaNode root, bool dynamic)
    {
        _root = root;
        _dynamic = dynamic;
    }

    /// <summary>Compiles a schema. The element is copied, so its document may be disposed afterwards.</summary>
    /// <param name="schema">The schema: an object, or true or false.</param>
    /// <param name="documents">The documents that references may lead to, or null for the 2020-12 metaschema only. Nothing is ever fetched.</param>
    /// <param name="assertFormats">Whether <c>format</c> must hold. Default false: it is an annotation, as the draft has it. Known formats:
    /// date-time, date, time, duration, email, hostname, ipv4, ipv6, uri, uri-reference, uuid, json-pointer, regex; others always hold.</param>
    /// <returns>The compiled schema.</returns>
    /// <exception cref="HoldfastException"><c>invalid-schema</c>: the schema is wrong itself, or refers to a document that is not registered.</exception>
    public static JsonSchema Parse(JsonElement schema, JsonSchemaRegistry? documents = null, bool assertFormats = false)
    {
        try
        {
            var compiler = new SchemaCompiler(documents ?? Metaschema.Registry, assertFormats);
            var root = compiler.CompileDocument(schema.Clone());
            return new JsonSchema(root, compiler.IsDynamic);
        }
        catch (Exception e) when (e is InvalidOperationException or InsufficientExecutionStackException)
        {
            throw InvalidSchema.At("#", "it holds text that is not valid Unicode, or is nested too deeply", e);
        }
    }

    /// <summary>Checks a value and says what is wrong with it.</summary>
    /// <param name="instance">The value.</param>
    /// <returns>The violations, ten at most; empty where the value is valid.</returns>
    public IReadOnlyList<SchemaViolation> Validate(JsonElement instance)
    {
        if (IsValid(instance))
            return [];
        var run = Run(instance, collect: true);
        var violations = run.Finish();
        // The second look found nothing only if a limit of time was hit in the first and not in the second.
        return violations.Count > 0 ? violations : [new SchemaViolation("", "limit", "The value could not be checked in the time allowed. Send a smaller or simpler value.")];
    }

    /// <summary>Checks a value, stopping at the first fault. Allocates next to nothing.</summary>
    /// <param name="instance">The value.</param>
    /// <returns>Whether the value is valid.</returns>
    public bool IsValid(JsonElement instance)
    {
        var run = Run(instance, collect: false);
        return run is { Exceeded: null, IsValid: true };
    }

    private Evaluation Run(JsonElement instance, bool collect)
    {
        var run = new Evaluation(JsonMarshal.GetRawUtf8Value(instance).Length, _dynamic, collect);
        try
        {
            run.IsValid = _root.Evaluate(instance, run, seen: null);
        }
        catch (InsufficientExecutionStackException)
        {
            run.Exceed("it is nested too deeply");
        }

        return run;
    }
}
