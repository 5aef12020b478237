using System.Text.Json;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>Decides about tool calls: pure, deterministic, in microseconds. What no check lets through is held back.</summary>
internal sealed class AgentPolicy(IReadOnlyList<PolicyRule> rules)
{
    private static readonly PolicyVerdict Harmless = new(PolicyDecision.Allow, "read", "It only reads, and gives nothing away.");
    private static readonly PolicyVerdict Untainted = new(PolicyDecision.Allow, "trusted-context", "Nothing untrusted was read before it was asked for.");

    /// <summary>The agent's own rules.</summary>
    public IReadOnlyList<PolicyRule> Rules => rules;

    /// <summary>Decides about a call: the severest of everything that has something to say about it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="situation">What is known about the session.</param>
    /// <param name="loosened">A rule that need not ask, because autonomy was earned; or null.</param>
    /// <param name="granted">Names of rules that need not ask in this session, because a person allowed it.</param>
    public PolicyVerdict Decide(PolicyCall call, PolicySituation situation, PolicyRule? loosened = null, IReadOnlyCollection<string>? granted = null)
    {
        var verdict = ByLabel(call, situation);
        if (call.Tool.NeedsApproval && verdict.Decision < PolicyDecision.Ask && granted?.Contains("needs-approval") != true)
        {
            verdict = new PolicyVerdict(PolicyDecision.Ask, "needs-approval", $"Every call of {call.Tool.Name} needs the approval of a person.");
        }

        foreach (var rule in rules)
        {
            // Of rules of the same severity, the one that asks more people holds.
            if (loosened?.Covers(rule) != true && !(rule.Decision == PolicyDecision.Ask && granted?.Contains(rule.Name) == true) && (rule.Decision > verdict.Decision || (rule.Decision == verdict.Decision && rule.Approvers > verdict.Approvers)) && rule.Holds(call, situation))
            {
                verdict = new PolicyVerdict(rule.Decision, rule.Name, rule.Explain(call), rule.Approvers, rule.Role) { Source = rule };
            }
        }

        return verdict;
    }

    /// <summary>
    /// Whether what a trusted tool returned is no more to be trusted than what it was asked with: a stranger's words chose it, or it repeats a stranger's value.
    /// Otherwise a value could be made trusted by a detour.
    /// </summary>
    public static bool IsSteered(PolicyCall call, string result, PolicySituation situation)
    {
        if (call.Taint is null)
        {
            return false;
        }

        var provenance = new Provenance(situation.Trusted);
        TrustedText? returned = null;
        foreach (var argument in call.Arguments.EnumerateObject())
        {
            if (call.Tool.IsChoice(argument.Name))
            {
                continue;
            }

            foreach (var value in provenance.AllUnfounded(argument.Value))
            {
                var isKey = argument.Value.ValueKind != JsonValueKind.Number && !call.Tool.IsContent(argument.Name) && !Provenance.TryReadMoment(value, out _, out _);
                if (isKey || Repeats(returned ??= new TrustedText("result", result), value, situation))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Repeats(TrustedText result, string value, PolicySituation situation) =>
        new Provenance([result]).IsFounded(value) || Words.Of(value).Exists(w => w.Length >= 3 && result.Has(w) && !situation.Trusted.Any(t => t.Has(w)));

    private static PolicyVerdict ByLabel(PolicyCall call, PolicySituation situation)
    {
        var tool = call.Tool;
        if (tool.KeepsLabels || (!tool.HasEffects && !tool.IsOutside))
        {
            return Harmless;
        }

        if (tool.IsOutside && situation.ReadPrivate && Leaks(call, situation) is { } leak)
        {
            return leak;
        }

        if (call.Taint is not { } taint)
        {
            return tool.HasEffects ? Untainted : Harmless;
        }

        return tool.HasEffects ? ByTaintedEffect(call, situation, taint) : ByTaintedSink(call, situation, taint);
    }

    /// <summary>Something untrusted was read, and now the world is to be changed.</summary>
    private static PolicyVerdict ByTaintedEffect(PolicyCall call, PolicySituation situation, string taint)
    {
        var tool = call.Tool;
        var provenance = new Provenance(situation.Trusted);
        foreach (var argument in call.Arguments.EnumerateObject())
        {
            if (!tool.IsContent(argument.Name) && provenance.Unfounded(argument.Value) is { } value)
            {
                return new PolicyVerdict(PolicyDecision.Ask, "label",
                    $"After untrusted content ({taint}) was read, the value {Shown(value)} of {argument.Name} comes from nothing that is trusted.");
            }
        }

        if (!situation.IsPlanned(tool.Name) && !provenance.PrincipalSays(tool.Intents, situation.Asked))
        {
            return new PolicyVerdict(PolicyDecision.Ask, "intent", $"Untrusted content ({taint}) was read, and the user did not ask for {Spoken(tool.Name)}.");
        }

        foreach (var argument in call.Arguments.EnumerateObject())
        {
            if (!tool.IsContent(argument.Name) && UserChoice.NamedInstead(argument, call, situation) is { } named)
            {
                return new PolicyVerdict(PolicyDecision.Ask, "named",
                    $"Untrusted content ({taint}) was read, and the user named {Shown(named)} for {argument.Name}, not {Shown(argument.Value.ToString())}.");
            }
        }

        if (situation.WasExecuted(call))
        {
            return new PolicyVerdict(PolicyDecision.Ask, "repeated", $"The same {Spoken(tool.Name)} was carried out before, and untrusted content ({taint}) was read.");
        }

        if (tool.IsDestructive)
        {
            foreach (var argument in call.Arguments.EnumerateObject())
            {
                if (!tool.IsContent(argument.Name) && provenance.Unfounded(argument.Value, onlyPrincipal: true) is { } value)
                {
                    return new PolicyVerdict(PolicyDecision.Confirm, "destructive",
                        $"Untrusted content ({taint}) was read, {Spoken(tool.Name)} cannot be undone, and the user did not name {Shown(value)}.");
                }
            }
        }

        return new PolicyVerdict(PolicyDecision.Allow, "label", $"Untrusted content ({taint}) was read, but the user asked for this and every value comes from a trusted source.");
    }

    /// <summary>Something untrusted was read, and now a read would carry values out.</summary>
    private static PolicyVerdict ByTaintedSink(PolicyCall call, PolicySituation situation, string taint)
    {
        var provenance = new Provenance(situation.Trusted);
        foreach (var argument in call.Arguments.EnumerateObject())
        {
            if (provenance.Unfounded(argument.Value) is { } value && !IsSpoken(argument.Value, situation))
            {
                return new PolicyVerdict(PolicyDecision.Ask, "label",
                    $"After untrusted content ({taint}) was read, {call.Tool.Name} would send {Shown(value)} outside, which comes from nothing that is trusted.");
            }
        }

        return new PolicyVerdict(PolicyDecision.Allow, "label", $"Untrusted content ({taint}) was read, but what {call.Tool.Name} sends outside comes from trusted sources.");
    }

    /// <summary>A question to the outside in other words: each of its words is the user's.</summary>
    private static bool IsSpoken(JsonElement value, PolicySituation situation)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text || text.AsSpan().ContainsAny(":/@?&="))
        {
            return false;
        }

        return Words.Of(text).TrueForAll(w => w.Length <= 3 || situation.Trusted.Any(t => t.Source is "principal" or "agent" && t.Has(w)));
    }

    /// <summary>Whether something private would go to somebody outside whom the principal did not mean it for.</summary>
    private static PolicyVerdict? Leaks(PolicyCall call, PolicySituation situation)
    {
        foreach (var argument in call.Arguments.EnumerateObject())
        {
            if (argument.Value.ValueKind == JsonValueKind.String && (!call.Tool.HasEffects || call.Tool.IsContent(argument.Name))
                && PrivateWords.In(argument.Value.GetString()!, situation) is { } word)
            {
                return new PolicyVerdict(PolicyDecision.Ask, "audience", $"{call.Tool.Name} would send {Shown(word)} outside, which only the user may see and did not mention.");
            }
        }

        return null;
    }

    private static string Spoken(string tool) => tool.Replace('_', ' ');

    private static string Shown(string value) => value.Length <= 60 ? $"'{value}'" : $"'{value[..57]}…'";
}
