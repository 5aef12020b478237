using System.Text.Json;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Values that tools have returned in this conversation, by the name they stood under. Newest first.</summary>
internal sealed class KnownValues
{
    private const int Limit = 2_000;

    private readonly List<Fact> facts = [];
    private int order;

    /// <summary>Remembers the scalars of a tool's result.</summary>
    public void Learn(JsonElement result)
    {
        var learned = new List<Fact>();
        Walk(result, "", default, 0, learned);
        order++;
        facts.InsertRange(0, learned);
        if (facts.Count > Limit)
        {
            facts.RemoveRange(Limit, facts.Count - Limit);
        }
    }

    /// <summary>The names that fit a parameter: those under its own name, or the items of a list of that name.</summary>
    public IEnumerable<string> Names(Parameter parameter)
    {
        var noun = Stemmer.Stem(parameter.Words.LastOrDefault(word => word is not "name") ?? parameter.Name);
        return facts.Where(fact => fact.Value.ValueKind == JsonValueKind.String
            && (Stemmer.Stem(fact.Key) == noun || (fact.Key is "name" or "title" && Stemmer.Stem(fact.Parent) == noun))).Select(fact => fact.Value.GetString()!).Where(text => text.Length is > 1 and < 80);
    }

    /// <summary>The ids that fit a parameter such as <c>appointment_id</c>, each with the object it stands in.</summary>
    public List<Fact> Ids(Parameter parameter)
    {
        var entity = parameter.Words.Where(word => word is not ("id" or "ids" or "number" or "code" or "reference")).Select(Stemmer.Stem).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<Fact>();
        foreach (var fact in facts)
        {
            var key = Phrases.Words(fact.Key);
            var same = string.Join('_', key) == string.Join('_', parameter.Words);
            var own = key is ["id"] or ["reference"] or ["number"] && (entity.Count == 0 || entity.Contains(Stemmer.Stem(Phrases.Words(fact.Parent) is [.., var last] ? last : "")));
            if ((same || own) && Fits(parameter, fact.Value) && seen.Add(fact.Value.ToString()))
            {
                found.Add(fact);
            }
        }

        return found;
    }

    private static bool Fits(Parameter parameter, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? parameter.Pattern?.IsMatch(value.GetString()!) ?? value.GetString()!.Length is > 0 and < 100 : parameter.Kind == ParameterKind.Integer && value.ValueKind == JsonValueKind.Number;

    private void Walk(JsonElement element, string key, (string Key, JsonElement Owner) parent, int depth, List<Fact> learned)
    {
        if (depth > 12 || learned.Count >= Limit)
        {
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Walk(property.Value, property.Name, (key.Length > 0 ? key : parent.Key ?? "", element), depth + 1, learned);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item, key, parent, depth + 1, learned);
                }

                break;
            case JsonValueKind.String or JsonValueKind.Number:
                learned.Add(new Fact(key, parent.Key ?? "", element, parent.Owner, order));
                break;
        }
    }
}
