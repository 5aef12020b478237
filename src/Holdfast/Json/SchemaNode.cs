using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Json.Keywords;

namespace Holdfast.Json;

/// <summary>One compiled schema: the keywords that must all hold. Filled once by the compiler, immutable afterwards.</summary>
internal sealed class SchemaNode(SchemaPosition position)
{
    private Keyword[] _keywords = [];
    private Keyword[] _unevaluated = [];
    private bool _never;

    public SchemaPosition Position { get; } = position;

    /// <summary>Whether this is the schema <c>false</c>, which allows nothing.</summary>
    public bool IsNever => _never;

    /// <summary>The schemas that are always applied to the same value as this one.</summary>
    public IEnumerable<SchemaNode> InPlace => _keywords.SelectMany(keyword => keyword.InPlace);

    public void Seal(Keyword[] keywords, Keyword[] unevaluated)
    {
        _keywords = keywords;
        _unevaluated = unevaluated;
    }

    public void SealAsNever() => _never = true;

    /// <summary>Checks a value.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="run">The validation under way.</param>
    /// <param name="seen">Takes down which members of the value this schema looked at, where somebody asks; worthless when the result is false.</param>
    /// <returns>Whether the value is valid; false also when the run has used up its limits.</returns>
    public bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (_keywords.Length == 0 && _unevaluated.Length == 0)
            return !_never || run.Fail("false", "is not allowed here; leave it out");
        if (!run.Begin())
            return false;
        run.EnterScope(Position.Resource, out var scoped);
        var valid = EvaluateKeywords(instance, run, seen);
        run.End(scoped);
        return valid;
    }

    private bool EvaluateKeywords(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var own = _unevaluated.Length > 0 ? new Evaluated() : seen;
        var valid = true;
        foreach (var keyword in _keywords)
        {
            if (keyword.Evaluate(instance, run, own))
                continue;
            valid = false;
            if (!run.WantsMore)
                return false;
        }

        return _unevaluated.Length == 0 ? valid : valid && EvaluateRest(instance, run, own!, seen);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool EvaluateRest(JsonElement instance, Evaluation run, Evaluated own, Evaluated? seen)
    {
        foreach (var keyword in _unevaluated)
        {
            if (!keyword.Evaluate(instance, run, own))
                return false;
        }

        return seen?.Merge(own, run) ?? true;
    }
}
