using System.Globalization;
using System.Text.Json;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>A rule of an agent about its tool calls, as data. It holds when everything that is set in it holds.</summary>
/// <param name="Name">Its name in the journal, in kebab case.</param>
/// <param name="Decision">What it decides when it holds.</param>
public sealed record PolicyRule(string Name, PolicyDecision Decision)
{
    /// <summary>The tool it is about, or null for every tool with effects.</summary>
    public string? Tool { get; init; }

    /// <summary>The argument that <see cref="Above"/>, <see cref="Below"/>, <see cref="In"/>, <see cref="NotIn"/> and <see cref="NotFrom"/> look at.</summary>
    public string? Argument { get; init; }

    /// <summary>Holds for a number above this one.</summary>
    public decimal? Above { get; init; }

    /// <summary>Holds for a number below this one.</summary>
    public decimal? Below { get; init; }

    /// <summary>Holds for one of these values, compared without case.</summary>
    public IReadOnlyList<string>? In { get; init; }

    /// <summary>Holds for any other value than these, compared without case.</summary>
    public IReadOnlyList<string>? NotIn { get; init; }

    /// <summary>Holds when the value was not returned by this tool in this session: what belongs to the principal, say.</summary>
    public string? NotFrom { get; init; }

    /// <summary>Holds when this tool was called before in the session.</summary>
    public string? After { get; init; }

    /// <summary>Holds when the agent read something untrusted before.</summary>
    public bool AfterUntrusted { get; init; }

    /// <summary>Holds when the agent read something of the principal's that not everybody may see.</summary>
    public bool AfterPrivate { get; init; }

    /// <summary>Whether only tools that reach outside the tenant are meant.</summary>
    public bool Outside { get; init; }

    /// <summary>Holds when the tool was already called this often in the run.</summary>
    public int? CallsInRun { get; init; }

    /// <summary>Holds when the tool was already called this often in the session.</summary>
    public int? CallsInSession { get; init; }

    /// <summary>How many different people have to approve, at least 1.</summary>
    public int Approvers { get; init; } = 1;

    /// <summary>The role an approver needs, or null for anybody who may approve.</summary>
    public string? Role { get; init; }

    /// <summary>
    /// After how many approvals in a row without a fault people are told that the rule may be loosened to a sample, for what was really approved; null for never.
    /// Only for <see cref="PolicyDecision.Ask"/>, with <see cref="Above"/> or <see cref="Below"/>, <see cref="In"/>, or no argument at all.
    /// </summary>
    /// <value>Default null; 3 to 10,000.</value>
    public int? EarnsAfter { get; init; }

    /// <summary>Why, in one sentence, for people and for the model; null for a sentence made of the rule.</summary>
    public string? Reason { get; init; }

    /// <summary>Everything that it says, lists included.</summary>
    internal string Fingerprint => $"{this} {string.Join('|', In ?? [])} {string.Join('|', NotIn ?? [])}";

    /// <summary>When it holds, in words that stay the same: evidence for one condition is none for another.</summary>
    internal string Conditions => string.Create(
        CultureInfo.InvariantCulture,
        $"{Tool}|{Argument}|{Above}|{Below}|{string.Join(',', In ?? [])}|{string.Join(',', NotIn ?? [])}|{NotFrom}|{After}|{Outside}|{CallsInRun}|{CallsInSession}");

    internal bool LooksAtNumber => (Above ?? Below) is not null;

    /// <summary>Whether who approved for this rule approved for the other one, too: it looks at the same number and asks no more people.</summary>
    internal bool Covers(PolicyRule other) => ReferenceEquals(this, other)
        || (other.EarnsAfter is not null && LooksAtNumber && other.LooksAtNumber && other.Argument == Argument && other.Approvers <= Approvers && (other.Role is null || other.Role == Role));

    internal IEnumerable<string> Faults()
    {
        if (EarnsAfter is < 3 or > 10_000)
        {
            yield return $"Rule '{Name}': EarnsAfter is {EarnsAfter}, but must be between 3 and 10,000.";
        }

        if (EarnsAfter is not null && (Decision != PolicyDecision.Ask || AfterUntrusted || AfterPrivate || NotIn is not null || NotFrom is not null))
        {
            yield return $"Rule '{Name}': autonomy can be earned for Ask only, and not where the rule looks at what was read or at values that are not listed; leave EarnsAfter out, "
                + "or leave out AfterUntrusted, AfterPrivate, NotIn and NotFrom.";
        }

        if (Argument is null && (Above ?? Below) is not null | In is not null | NotIn is not null | NotFrom is not null)
        {
            yield return $"Rule '{Name}': set Argument to the name of the argument that its condition looks at.";
        }

        if (Argument is not null && Above is null && Below is null && In is null && NotIn is null && NotFrom is null)
        {
            yield return $"Rule '{Name}': Argument is set, but no condition looks at it (Above, Below, In, NotIn, NotFrom).";
        }

        if (Approvers is < 1 or > 10)
        {
            yield return $"Rule '{Name}': Approvers is {Approvers}, but must be between 1 and 10.";
        }

        if (Decision == PolicyDecision.Allow)
        {
            yield return $"Rule '{Name}': a rule cannot allow what another holds back; use Confirm, Ask or Deny.";
        }
    }

    internal bool Holds(PolicyCall call, PolicySituation situation)
    {
        var tool = call.Tool;
        if (Tool is null ? !tool.HasEffects : Tool != tool.Name)
        {
            return false;
        }

        if ((Outside && !tool.IsOutside) || (AfterUntrusted && call.Taint is null) || (AfterPrivate && !situation.ReadPrivate) || (After is { } after && situation.CallsInSession(after) == 0))
        {
            return false;
        }

        if ((CallsInRun is { } run && situation.CallsInRun(tool.Name) < run) || (CallsInSession is { } session && situation.CallsInSession(tool.Name) < session))
        {
            return false;
        }

        return Argument is not { } name || ArgumentHolds(call.Arguments.TryGetProperty(name, out var value) ? value : default, situation);
    }

    internal string Explain(PolicyCall call) => Reason ?? $"The rule '{Name}' of this agent holds for {call.Tool.Name}{(Argument is null ? "" : $" with this {Argument}")}.";

    private bool ArgumentHolds(JsonElement value, PolicySituation situation)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return false;
        }

        if ((Above ?? Below) is not null)
        {
            // What is no number where a rule expects one is not let through by it.
            var number = NumberOf(value);
            if ((Above is { } above && number <= above) || (Below is { } below && number >= below))
            {
                return false;
            }
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var folded = Words.Fold(text);
        return (In is null || In.Any(v => Words.Fold(v) == folded))
            && (NotIn is null || NotIn.All(v => Words.Fold(v) != folded))
            && (NotFrom is not { } source || !new Provenance([.. situation.Trusted.Where(t => t.Source == "tool:" + source)]).IsFounded(text));
    }

    private static decimal? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.String => Amounts.In(value.GetString()!).Cast<decimal?>().FirstOrDefault(),
        _ => null,
    };
}
