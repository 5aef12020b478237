using System.Collections.Frozen;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>The sentences of the offline model that do not come from a tool.</summary>
internal sealed class Replies(IReadOnlyList<ToolModel> tools, string? about, string? fallback)
{
    public const string Limited = "I am running in limited mode without a language model: I understand simple requests only.";

    /// <summary>The words by which an earlier reply shows that it has said so.</summary>
    public const string LimitedMark = "without a language model";

    private static readonly FrozenSet<string> Greetings = FrozenSet.ToFrozenSet(["hi", "hello", "hey", "morning", "afternoon", "evening", "greetings", "howdy", "good", "there", "dear", "all"]);

    private static readonly FrozenSet<string> Thanks = FrozenSet.ToFrozenSet(["thanks", "thank", "thx", "ty", "cheers", "great", "you", "much", "very", "so", "a", "lot", "perfect", "awesome", "that's", "is", "all", "bye", "goodbye", "see", "ok", "okay", "for", "your", "help", "good"]);

    public string Abilities()
    {
        var can = tools.Select(tool => VerbPhrase(tool)).Take(12).ToList();
        var purpose = string.IsNullOrWhiteSpace(about) ? "" : $"I am here for this: {Phrases.Line(about, 300).TrimEnd('.')}. ";
        return can.Count == 0 ? purpose + "I have no tools here, so I cannot do anything for you at the moment." : $"{purpose}I can {Phrases.List(can, "or")}.";
    }

    public string OutOfScope() => "Sorry, I cannot help with that. I only work without a language model here. " + Abilities();

    public string Human() => $"I cannot connect you with a person myself. {fallback ?? "Please contact the people who run this service directly."}";

    /// <summary>A reply to talk that asks for nothing; null when the message is more than that.</summary>
    public string? SmallTalk(TokenText text)
    {
        var words = Enumerable.Range(0, Math.Min(text.Count, 40)).Where(index => text[index].IsWord).Select(text.Word).ToList();
        if (words.Count == 0)
        {
            return text.Count == 0 ? "I did not get any text. " + Abilities() : null;
        }

        if (words.Count <= 6 && words.TrueForAll(Greetings.Contains))
        {
            return "Hello! " + Abilities();
        }

        if (words.Count <= 8 && words.Exists(word => word is "thanks" or "thank" or "thx" or "ty" or "cheers" or "bye" or "goodbye") && words.TrueForAll(Thanks.Contains))
        {
            return words.Exists(word => word is "bye" or "goodbye") ? "Goodbye!" : "You are welcome.";
        }

        return IsHelp(words) ? Abilities() : null;
    }

    /// <summary>What is done for somebody who asks for a person: the tool that passes the conversation on, or where to turn without one. Null when the message asks for something else.</summary>
    public Decision? ToPerson(Utterance said)
    {
        var words = Enumerable.Range(0, Math.Min(said.Tokens.Count, 40)).Where(index => said.Tokens[index].IsWord).Select(said.Tokens.Word).ToList();
        if (!IsHuman(words))
        {
            return null;
        }

        foreach (var tool in tools.Where(tool => Phrases.Words(tool.Name).Any(word => word is "person" or "human")))
        {
            if (tool.Parameters.Where(parameter => parameter.Required).ToList() is [{ Kind: ParameterKind.Text } why])
            {
                return Decision.Call(tool, [KeyValuePair.Create(why.Name, JsonReading.Text(Phrases.Line(said.Text, 300)))]);
            }
        }

        return Decision.Say(Human());
    }

    /// <summary>Whether a message gives up what was begun.</summary>
    public static bool IsAbort(TokenText text)
    {
        var words = Enumerable.Range(0, Math.Min(text.Count, 12)).Where(index => text[index].IsWord).Select(text.Word).ToList();
        return words is ["cancel" or "stop" or "abort" or "quit" or "nevermind"] or ["cancel" or "stop" or "forget", "it" or "that" or "this" or "everything", ..]
            || (words.Count <= 6 && words.Contains("never") && words.Contains("mind")) || (words.Count <= 6 && words.Contains("forget"));
    }

    public static string VerbPhrase(ToolModel tool)
    {
        var words = Phrases.Words(tool.Name);
        var last = words.Count > 0 ? words[^1] : "";
        var article = words.Count == 2 && !last.EndsWith('s') && !last.EndsWith("ility", StringComparison.Ordinal) && last is not ("id" or "weather" or "history" or "info" or "information");
        return article ? $"{words[0]} {("aeiou".Contains(last[0]) ? "an" : "a")} {last}" : string.Join(' ', words);
    }

    /// <summary>One question for everything that is missing.</summary>
    public static string Ask(ToolModel tool, IReadOnlyList<Parameter> missing, SlotTable slots)
    {
        var problems = missing.Select(parameter => (parameter, problem: slots[parameter.Name]?.Problem)).Where(entry => entry.problem is not null)
            .Select(entry => $"The {entry.parameter.Label} does not work: {entry.problem}. ");
        return $"{string.Concat(problems)}To {VerbPhrase(tool)}, could you tell me {Phrases.List([.. missing.Select(parameter => Field(parameter, slots[parameter.Name]))])}?";
    }

    private static string Field(Parameter parameter, SlotValue? slot)
    {
        var label = "the " + parameter.Label;
        if (parameter.Choices.Count is > 0 and <= 8)
        {
            return $"{label} ({Phrases.List(parameter.Choices, "or")})";
        }

        return parameter.Kind switch
        {
            ParameterKind.DateTime when slot?.Day is { } day => $"{label} time on {day:dddd, d MMMM yyyy}",
            ParameterKind.DateTime when slot?.Clock is { } clock => $"{label} day, for {clock:HH:mm}",
            ParameterKind.DateTime => $"{label} (day and time)",
            ParameterKind.Integer or ParameterKind.Number when parameter is { Minimum: { } low, Maximum: { } high } => $"{label} ({low} to {high})",
            ParameterKind.Boolean => $"{label} (yes or no)",
            _ => label,
        };
    }

    private static bool IsHelp(List<string> words) =>
        words is ["help"] or ["help", "me"] or ["what", "can", "you", "do", ..] or ["what", "can", "i", "do" or "ask", ..] or ["what", "do", "you", "do"] or ["who", "are", "you"] or ["can", "you", "help", "me"] or ["can", "you", "help"] or ["how", "does", "this", "work"];

    private static bool IsHuman(List<string> words) =>
        words.Exists(word => word is "human" or "person" or "agent" or "representative" or "operator" or "someone" or "staff") && words.Exists(word => word is "talk" or "speak" or "chat" or "connect" or "transfer" or "real" or "call");
}
