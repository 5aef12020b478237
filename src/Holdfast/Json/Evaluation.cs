using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Holdfast.Json;

/// <summary>One validation under way: its limits, where it is, and what it has found wrong.</summary>
/// <remarks>A run that exceeds a limit turns false at once and stays so, through <c>not</c> and <c>anyOf</c> too: what cannot be checked is refused.</remarks>
internal sealed class Evaluation
{
    public const int MaximumViolations = 10;
    private const int MaximumDepth = 512;
    private const int MaximumPath = 1_000;
    private const int MaximumMessage = 600;
    private const long BaseSteps = 250_000;
    private const int StepsPerByte = 32;
    private static readonly TimeSpan SlowPatternAllowance = TimeSpan.FromMilliseconds(500);

    private static readonly List<string> NoPath = [];

    private readonly List<SchemaResource>? _scopes;
    private readonly List<string> _path;
    private List<SchemaViolation>? _violations;
    private TimeSpan _slowPatterns;
    private long _steps;
    private int _depth;

    public Evaluation(int bytes, bool dynamic, bool collect)
    {
        _steps = BaseSteps + ((long)bytes * StepsPerByte);
        _scopes = dynamic ? [] : null;
        _violations = collect ? [] : null;
        _path = collect ? [] : NoPath;
    }

    /// <summary>The pointer to the value at hand, while collecting.</summary>
    public string Path => Shown.Cut(Pointer(), MaximumPath);

    /// <summary>Which limit was exceeded, or null.</summary>
    public string? Exceeded { get; private set; }

    /// <summary>The outcome, once there is one.</summary>
    public bool IsValid { get; set; }

    public bool Collecting => _violations is not null;

    public bool WantsMore => _violations is { Count: < MaximumViolations } && Exceeded is null;

    public IReadOnlyList<SchemaViolation> Violations => _violations ?? [];

    public IReadOnlyList<SchemaResource> Scopes => _scopes ?? [];

    public bool Begin()
    {
        if (Exceeded is not null || !Spend(1))
            return false;
        if (_depth >= MaximumDepth || ((_depth & 15) == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
            return Exceed($"the value and its schema are nested deeper than {MaximumDepth} levels");
        _depth++;
        return true;
    }

    public void EnterScope(SchemaResource resource, out bool entered)
    {
        entered = _scopes is not null && (_scopes.Count == 0 || _scopes[^1] != resource);
        if (entered)
            _scopes!.Add(resource);
    }

    public void End(bool leaveScope)
    {
        _depth--;
        if (leaveScope)
            _scopes!.RemoveAt(_scopes.Count - 1);
    }

    public bool Spend(int steps) => (_steps -= steps) >= 0 || Exceed("checking it takes too many steps");

    public bool SpendOnPattern(TimeSpan elapsed) =>
        (_slowPatterns += elapsed) <= SlowPatternAllowance || Exceed("matching its patterns takes too long");

    public bool Exceed(string limit)
    {
        Exceeded ??= limit;
        return false;
    }

    /// <summary>Checks a property's value, one level down.</summary>
    public bool Descend(JsonProperty property, SchemaNode schema)
    {
        if (!Collecting)
            return schema.Evaluate(property.Value, this, seen: null);
        _path.Add(JsonText.Name(property));
        var valid = schema.Evaluate(property.Value, this, seen: null);
        _path.RemoveAt(_path.Count - 1);
        return valid;
    }

    /// <summary>Checks an item, one level down.</summary>
    public bool Descend(int index, JsonElement item, SchemaNode schema)
    {
        if (!Collecting)
            return schema.Evaluate(item, this, seen: null);
        _path.Add($"{index}");
        var valid = schema.Evaluate(item, this, seen: null);
        _path.RemoveAt(_path.Count - 1);
        return valid;
    }

    /// <summary>Evaluates without reporting: the outcome matters, the reasons do not.</summary>
    public bool Quietly(SchemaNode schema, JsonElement instance, Evaluated? seen)
    {
        var outer = _violations;
        _violations = null;
        var valid = schema.Evaluate(instance, this, seen);
        _violations = outer;
        return valid;
    }

    /// <summary>Evaluates with the reasons kept apart, for one branch of several.</summary>
    public bool Apart(SchemaNode schema, JsonElement instance, Evaluated? seen, out IReadOnlyList<SchemaViolation> reasons)
    {
        var outer = _violations;
        var inner = new List<SchemaViolation>();
        _violations = inner;
        var valid = schema.Evaluate(instance, this, seen);
        _violations = outer;
        reasons = inner;
        return valid;
    }

    /// <summary>Reports what is wrong with the value at hand, if anybody listens.</summary>
    /// <returns>Always false, so that a keyword can return it.</returns>
    public bool Fail(string rule, string problem, string? member = null)
    {
        if (!WantsMore)
            return false;
        if (member is not null)
            _path.Add(member);
        var path = Shown.Cut(Pointer(), MaximumPath);
        if (member is not null)
            _path.RemoveAt(_path.Count - 1);
        _violations!.Add(new SchemaViolation(path, rule, Worded(path, problem)));
        return false;
    }

    public bool Fail(IEnumerable<SchemaViolation> violations)
    {
        foreach (var violation in violations)
        {
            if (WantsMore)
                _violations!.Add(violation);
        }

        return false;
    }

    public IReadOnlyList<SchemaViolation> Finish()
    {
        if (Exceeded is null)
            return Violations;
        var limit = new SchemaViolation("", "limit", $"The value cannot be checked: {Exceeded}. Send a smaller or simpler value.");
        return [.. Violations.Take(MaximumViolations - 1), limit];
    }

    private static string Worded(string path, string problem) =>
        Shown.Cut((path.Length == 0 ? "the value" : "\"" + Shown.Cut(path, 200) + "\"") + " " + problem, MaximumMessage);

    private string Pointer()
    {
        var pointer = new StringBuilder();
        foreach (var token in _path)
        {
            pointer.Append('/').Append(token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            if (pointer.Length > MaximumPath)
                break;
        }

        return pointer.ToString();
    }
}
