using System.Text.Json;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Fills lists: every number, id or choice that a message names, or the parts of an enumeration.</summary>
internal static class ListSlots
{
    public static void Fill(ToolModel tool, SlotTable slots, Utterance said, IReadOnlySet<string> asked)
    {
        var lists = tool.Parameters.Where(parameter => parameter.Kind == ParameterKind.List).ToList();
        foreach (var (parameter, written) in lists.Zip(lists.Count == 0 ? [] : Written(said)))
        {
            slots.Set(parameter, written);
        }

        foreach (var parameter in lists.Where(parameter => (!slots.Has(parameter) || asked.Contains(parameter.Name))))
        {
            var values = Values(parameter, said, asked.Contains(parameter.Name) || parameter.Required);
            if (values.Count > 0)
            {
                slots.Set(parameter, JsonReading.List(values));
            }
        }
    }

    /// <summary>Reads lists written as JSON, or as coordinates in parentheses.</summary>
    private static List<JsonElement> Written(Utterance said)
    {
        var found = new List<JsonElement>();
        for (var index = 0; index < said.Tokens.Count && found.Count < 20; index++)
        {
            var close = said.Tokens.Is(index, "[") ? "]" : said.Tokens.Is(index, "(") && (said.Tokens[index + 1].IsNumber || said.Tokens.Is(index + 1, "-")) ? ")" : null;
            var end = index + 1;
            while (close is not null && end < said.Tokens.Count && end < index + 200 && !said.Tokens.Is(end, close, "[", "("))
            {
                end++;
            }

            if (close is not null && said.Tokens.Is(end, close) && JsonReading.Parse("[" + said.Text[said.Tokens[index].End..said.Tokens[end].Start] + "]") is { } list && (close == "]" || list.GetArrayLength() > 1))
            {
                found.Add(list);
                said.Use(index, end + 1);
                index = end;
            }
        }

        return found;
    }

    private static List<JsonElement> Values(Parameter parameter, Utterance said, bool wanted)
    {
        var items = parameter.Items ?? new Parameter(parameter.Name, ParameterKind.Text);
        if (items.Kind is ParameterKind.Integer or ParameterKind.Number)
        {
            var numbers = NumberReader.Find(said).Where(number => items.Kind == ParameterKind.Number || number.IsWhole).ToList();
            numbers.ForEach(number => said.Use(number.First, number.Next));
            return [.. numbers.Select(number => number.IsWhole ? JsonReading.Number((long)number.Value) : JsonReading.Number(number.Value))];
        }

        if (items.Choices.Count > 0)
        {
            return [.. items.Choices.Where(choice => said.IndexOf(Phrases.Words(choice)) >= 0).Select(JsonReading.Text)];
        }

        return items.Kind == ParameterKind.Id ? Ids(said) : wanted ? Enumeration(said) : [];
    }

    private static List<JsonElement> Ids(Utterance said)
    {
        var found = new List<JsonElement>();
        var single = new ToolModel("", "", Tools.ToolEffect.Read, [new Parameter("id", ParameterKind.Id)]);
        while (found.Count < 50)
        {
            var slots = new SlotTable();
            PatternSlots.Fill(single, slots, said, new HashSet<string>());
            if (slots["id"]?.Value is not { } value)
            {
                break;
            }

            found.Add(value);
        }

        return found;
    }

    /// <summary>Reads "a, b and c": runs of words with meaning between commas and "and".</summary>
    private static List<JsonElement> Enumeration(Utterance said)
    {
        var parts = new List<(int First, int Next)>();
        var best = new List<(int First, int Next)>();
        var index = 0;
        while (index < said.Tokens.Count)
        {
            var next = index;
            while (next < said.Tokens.Count && said.Tokens[next].Kind != TokenKind.Symbol && !StopWords.Has(said.Tokens.Word(next)) && !said.IsUsed(next))
            {
                next++;
            }

            if (next > index && next - index <= 4)
            {
                parts.Add((index, next));
            }

            var joined = said.Tokens.Is(next, ",", "and", "or") || (said.Tokens.Is(next, "'", "\""));
            if (!joined || next == said.Tokens.Count)
            {
                best = parts.Count > best.Count && parts.Count > 1 ? parts : best;
                parts = [];
            }

            index = next + 1;
        }

        best = parts.Count > best.Count && parts.Count > 1 ? parts : best;
        best.ForEach(part => said.Use(part.First, part.Next));
        return [.. best.Take(50).Select(part => JsonReading.Text(said.Tokens.Slice(part.First, part.Next - 1)))];
    }
}
