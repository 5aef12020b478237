using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>What policy may know of a run: read from the window and from what was carried over when older messages left it.</summary>
internal sealed class RunSituation(RunState state, Agent agent) : PolicySituation
{
    /// <summary>How much text is carried over a compaction, in characters, newest first.</summary>
    private const int CarriedCharacters = 24_000;

    private const int CarriedCalls = 500;

    /// <summary>Answers that only agree: then what was asked before still counts.</summary>
    private static readonly FrozenSet<string> Agreement = FrozenSet.ToFrozenSet(
        ["yes", "y", "yep", "yeah", "ok", "okay", "sure", "please", "do", "it", "go", "ahead", "confirm", "confirmed", "correct", "right", "thanks", "thank", "you", "that", "this", "fine", "the", "one", "first", "second", "ja", "oui", "si", "sí"]);

    private List<CarriedText>? texts;
    private List<TrustedText>? trusted;

    public override bool ReadPrivate => state.ReadPrivate;

    public override IReadOnlyList<TrustedText> Trusted => trusted ??= Build();

    public override IReadOnlyList<TrustedText> Asked
    {
        get
        {
            var said = Texts.Where(t => t.Source == "principal").ToList();
            var from = said.Count - 1;
            while (from > 0 && from > said.Count - 4 && Words.Of(said[from].Text) is var words && words.Count <= 8 && words.TrueForAll(w => Agreement.Contains(w) || w.Any(char.IsDigit)))
            {
                from--;
            }

            return [.. said.Skip(Math.Max(0, from)).Select(Principal)];
        }
    }

    public override IReadOnlyList<TrustedText> Private => [.. Texts.Where(t => t.Private).Select(t => new TrustedText(t.Source, t.Text))];

    private List<CarriedText> Texts => texts ??= [.. state.Carried.Texts, .. InWindow(state, long.MaxValue)];

    public override bool IsPlanned(string tool) => state is { PlanIsTrusted: true, Plan: { } plan } && plan.Steps.Any(s => s.Tool == tool);

    public override int CallsInRun(string tool)
    {
        var count = 0;
        for (var i = state.Messages.Count - 1; i >= 0 && !IsInput(state.Messages[i].Message); i--)
        {
            count += CallsOf(state.Messages[i].Message).Count(c => c.Name == tool);
        }

        return count - state.Pending.Count(c => c.Name == tool && !c.IsFinished);
    }

    public override int CallsInSession(string tool)
    {
        var count = state.Carried.Calls.GetValueOrDefault(tool);
        for (var i = 0; i < state.Messages.Count; i++)
        {
            count += CallsOf(state.Messages[i].Message).Count(c => c.Name == tool);
        }

        return count - state.Pending.Count(c => c.Name == tool && !c.IsFinished);
    }

    public override bool WasExecuted(string tool, string arguments)
    {
        var hash = Hash(tool, arguments);
        if (state.Carried.Executed.Contains(hash))
        {
            return true;
        }

        var count = 0;
        for (var i = 0; i < state.Messages.Count; i++)
        {
            count += CallsOf(state.Messages[i].Message).Count(c => c.Name == tool && Hash(tool, ArgumentsOf(c)) == hash);
        }

        // The call under decision is in the window already.
        return count > 1;
    }

    /// <summary>What must not be forgotten when the messages before an event leave the window.</summary>
    public static CarriedTrust CarryOver(RunState state, long keepFrom)
    {
        var kept = new List<CarriedText>();
        var room = CarriedCharacters;
        foreach (var text in state.Carried.Texts.Concat(InWindow(state, keepFrom)).Reverse())
        {
            if (text.Text.Length <= room)
            {
                room -= text.Text.Length;
                kept.Add(text);
            }
        }

        kept.Reverse();
        var calls = new Dictionary<string, int>(state.Carried.Calls, StringComparer.Ordinal);
        var executed = state.Carried.Executed.ToList();
        for (var i = 0; i < state.Messages.Count && state.Messages[i].Sequence < keepFrom; i++)
        {
            foreach (var call in CallsOf(state.Messages[i].Message))
            {
                calls[call.Name] = calls.GetValueOrDefault(call.Name) + 1;
                executed.Add(Hash(call.Name, ArgumentsOf(call)));
            }
        }

        return new CarriedTrust(kept, calls, executed.Count <= CarriedCalls ? executed : executed[^CarriedCalls..]);
    }

    private static IEnumerable<CarriedText> InWindow(RunState state, long before)
    {
        for (var i = 0; i < state.Messages.Count && state.Messages[i].Sequence < before; i++)
        {
            var message = state.Messages[i].Message;
            foreach (var content in message.Contents)
            {
                if (content is TextContent said && IsInput(message) && said.AdditionalProperties?.ContainsKey(ModelCallProperties.Context) is not true)
                {
                    yield return new CarriedText("principal", said.Text, state.Messages[i].At);
                }
                else if (content is FunctionResultContent { RawRepresentation: ResultLabel label, Result: string text } && (label.Trust != ResultLabel.Untrusted || label.Private))
                {
                    yield return new CarriedText("tool:" + label.Tool, text, default, label.Trust, label.Private);
                }
            }
        }
    }

    private static bool IsInput(ChatMessage message) => message.Role == ChatRole.User;

    private static IEnumerable<FunctionCallContent> CallsOf(ChatMessage message) =>
        message.Role == ChatRole.Assistant ? message.Contents.OfType<FunctionCallContent>() : [];

    private static string ArgumentsOf(FunctionCallContent call) => (call.RawRepresentation as ToolCallArguments)?.Json ?? "";

    private static long Hash(string tool, string arguments)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in tool)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        foreach (var c in arguments)
        {
            hash = char.IsWhiteSpace(c) ? hash : unchecked((hash ^ c) * 1099511628211UL);
        }

        return unchecked((long)hash);
    }

    private List<TrustedText> Build()
    {
        var built = new List<TrustedText> { new("agent", agent.Instructions) };
        foreach (var text in Texts)
        {
            if (text.Source == "principal")
            {
                built.Add(Principal(text));
            }
            else if (text.Trust is null)
            {
                built.Add(new TrustedText(text.Source, text.Text));
            }
            else if (text.Trust == ResultLabel.Mixed && agent.Tools.Find(text.Source["tool:".Length..]) is { } tool && WithoutUntrusted(text.Text, tool.Traits.UntrustedFields) is { } rest)
            {
                built.Add(new TrustedText(text.Source, rest));
            }
        }

        if (state is { PlanIsTrusted: true, Plan: { } plan })
        {
            built.Add(new TrustedText("plan", string.Join('\n', plan.Steps.Select(s => s.Title))));
        }

        return built;
    }

    private TrustedText Principal(CarriedText text) => new("principal", text.Text, text.At == default ? default : TimeZoneInfo.ConvertTime(text.At, agent.TimeZone));

    /// <summary>The text of a JSON result without the members that strangers wrote; null where it is no JSON.</summary>
    private static string? WithoutUntrusted(string result, IReadOnlySet<string> fields)
    {
        try
        {
            using var document = JsonDocument.Parse(result);
            var text = new StringBuilder();
            Collect(document.RootElement);
            return text.ToString();

            void Collect(JsonElement element)
            {
                switch (element.ValueKind)
                {
                    case JsonValueKind.Object:
                        foreach (var member in element.EnumerateObject())
                        {
                            if (!fields.Contains(member.Name))
                            {
                                Collect(member.Value);
                            }
                        }

                        break;
                    case JsonValueKind.Array:
                        foreach (var item in element.EnumerateArray())
                        {
                            Collect(item);
                        }

                        break;
                    default:
                        text.Append(element.ToString()).Append('\n');
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
