using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary>One compiled keyword, or a family of keywords that are checked together.</summary>
internal abstract class Keyword
{
    /// <summary>The schemas that this keyword always applies to the value itself.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>Checks a value. A value of a kind that the keyword does not speak of is valid.</summary>
    public abstract bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen);
}
