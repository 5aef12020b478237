using System.Text.Json;
using Holdfast.Providers.Offline.Answers;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>Decides the next step towards a goal: find what is meant, ask, propose, or call.</summary>
internal sealed class GoalPlanner(IReadOnlyList<ToolModel> tools, KnownValues known, CarriedValues carried)
{
    private const int MostListed = 10;

    /// <summary>The things that the last decision asks to choose from.</summary>
    public IReadOnlyList<JsonElement> Candidates { get; private set; } = [];

    public Decision Next(Goal goal)
    {
        Candidates = [];
        foreach (var parameter in goal.Missing.Where(parameter => parameter.Kind == ParameterKind.Id))
        {
            if (Identify(goal, parameter) is { } step)
            {
                return step;
            }
        }

        var missing = goal.Missing;
        if (missing.Count > 0)
        {
            return new Decision(DecisionKind.Ask, Replies.Ask(goal.Tool, missing, goal.Slots)) { Tool = goal.Tool };
        }

        var arguments = goal.Slots.Finished(goal.Tool);
        return goal.Tool.IsRead
            ? Decision.Call(goal.Tool, arguments)
            : new Decision(DecisionKind.Propose, ProposalText.Write(goal.Tool, arguments, Notes(goal, arguments))) { Tool = goal.Tool, Arguments = arguments };
    }

    /// <summary>The action that uses what a reading offers: the one that shares most parameters with it and takes a moment or an id.</summary>
    public ToolModel? Action(ToolModel reading) => tools.Where(tool => !tool.IsRead)
        .Select(tool => (tool, shared: tool.Parameters.Count(parameter => reading.Find(parameter.Name) is not null)))
        .Where(entry => entry.shared > 0 && entry.tool.Parameters.Any(parameter => parameter.Kind is ParameterKind.DateTime or ParameterKind.Time or ParameterKind.Id))
        .OrderByDescending(entry => entry.shared).Select(entry => entry.tool).FirstOrDefault();

    private Decision? Identify(Goal goal, Parameter parameter)
    {
        var candidates = known.Ids(parameter).Where(fact => !carried.IsGone(fact.Value.ToString())).ToList();
        var fitting = Narrow(candidates, goal.Asked);
        if (fitting.Count == 1)
        {
            goal.Slots.Set(parameter, fitting[0].Value);
            return null;
        }

        if (fitting.Count > 1)
        {
            Candidates = [.. fitting.Take(MostListed).Select(fact => fact.Owner.ValueKind == JsonValueKind.Object ? fact.Owner : fact.Value)];
            var lines = Candidates.Select((candidate, index) => $"{index + 1}. {ResultText.Inline(candidate)}");
            return new Decision(DecisionKind.Ask, $"Which one do you mean?\n{string.Join('\n', lines)}") { Tool = goal.Tool };
        }

        var lookup = goal.LookedUp is null ? Lookup(parameter) : null;
        if (lookup is null)
        {
            return null;
        }

        goal.LookedUp = lookup.Name;
        return Decision.Call(lookup, []);
    }

    /// <summary>A reading that needs nothing and speaks of the thing whose id is missing.</summary>
    private ToolModel? Lookup(Parameter parameter)
    {
        var entity = parameter.Words.Where(word => word is not ("id" or "number" or "code" or "reference")).Select(Stemmer.Stem).ToHashSet(StringComparer.Ordinal);
        return tools.FirstOrDefault(tool => tool.IsRead && tool.Parameters.All(candidate => !candidate.Required)
            && Phrases.Words(tool.Name).Concat(ToolMatcher.Words(tool.Description)).Select(Stemmer.Stem).Any(entity.Contains));
    }

    private static List<Fact> Narrow(List<Fact> candidates, Utterance? said)
    {
        if (candidates.Count <= 1 || said is null)
        {
            return candidates;
        }

        var stems = said.Words.Where(word => !StopWords.Has(word)).Select(Stemmer.Stem).ToHashSet(StringComparer.Ordinal);
        var scored = candidates.Select(fact => (fact, hits: Hits(fact.Owner, said, stems))).ToList();
        var best = scored.Max(entry => entry.hits);
        if (best > 0)
        {
            return [.. scored.Where(entry => entry.hits == best).Select(entry => entry.fact)];
        }

        // "it" and "that" are what was spoken of last.
        var latest = candidates.Where(fact => fact.Order == candidates[0].Order).ToList();
        return latest.Count == 1 && said.Words.Any(word => word is "it" or "that" or "this") ? latest : candidates;
    }

    private static int Hits(JsonElement owner, Utterance said, HashSet<string> stems)
    {
        if (owner.ValueKind != JsonValueKind.Object)
        {
            return 0;
        }

        var hits = 0;
        foreach (var property in owner.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String))
        {
            var text = property.Value.GetString()!;
            hits += said.Moments.Count(moment => moment.Date is { } date && text.StartsWith(date.ToString("yyyy-MM-dd"), StringComparison.Ordinal)) * 2;
            hits += ToolMatcher.Words(Phrases.Line(text)).Where(word => !StopWords.Has(word)).Select(Stemmer.Stem).Distinct(StringComparer.Ordinal).Count(stems.Contains);
        }

        return hits;
    }

    /// <summary>What is known of the things whose ids the arguments name, so that people need not know ids by heart.</summary>
    private List<string> Notes(Goal goal, List<KeyValuePair<string, JsonElement>> arguments)
    {
        var notes = new List<string>();
        foreach (var (name, value) in arguments)
        {
            var parameter = goal.Tool.Find(name)!;
            if (parameter.Kind == ParameterKind.Id && known.Ids(parameter).Find(candidate => candidate.Value.ToString() == value.ToString()) is { Owner.ValueKind: JsonValueKind.Object } fact)
            {
                var told = fact.Owner.EnumerateObject().Where(property => property.Name is not "message" && property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number && property.Value.ToString() != value.ToString()).Take(5);
                notes.Add(string.Join(", ", told.Select(property => ResultText.Inline(property.Value))));
            }
        }

        return notes.FindAll(note => note.Length > 0);
    }
}
