using System.Collections.Frozen;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>What policy may know of a run: read from the window and from what was carried over when older messages left it.</summary>
internal sealed class RunSituation(RunState state, Agent agent) : PolicySituation
{
    /// <summary>How much text is carried over a compaction, in characters, newest first.</summary>
    private const int CarriedCharacters = 24_000;

    private const int CarriedCallLimit = 500;

    private const string Principal = "principal";

    private const string Tool = "tool:";

    /// <summary>Answers that only agree: then what was asked before still counts.</summary>
    private static readonly FrozenSet<string> AgreeingWords = FrozenSet.ToFrozenSet(
        ["yes", "y", "yep", "yeah", "ok", "okay", "sure", "please", "do", "it", "go", "ahead", "confirm", "confirmed", "correct", "right", "thanks", "thank", "you", "that", "this", "fine", "the", "one", "first", "second", "ja", "oui", "si", "sí"]);

    private List<CarriedText>? texts;
    private List<TrustedText>? trusted;
    private List<TrustedText>? asked;
    private List<TrustedText>? concealed;
    private long? askedFrom;

    public override bool ReadPrivate => state.ReadPrivate;

    public override IReadOnlyList<TrustedText> Trusted => trusted ??= Build();

    public override IReadOnlyList<TrustedText> Asked => asked ??= [.. Texts.Where(t => t.Source == Principal && t.Sequence >= AskedFrom).Select(Said)];

    public override IReadOnlyList<TrustedText> Private => concealed ??= [.. Texts.Where(t => t.Private).Select(t => agent.PrivateTexts.Get(t.Source, t.Text))];

    /// <summary>What the user said, oldest first, as it was said and as something to look values up in.</summary>
    public IReadOnlyList<(CarriedText Message, TrustedText Text)> SaidByUser => [.. state.Carried.Texts.Concat(InWindow(state, long.MaxValue)).Where(t => t.Source == Principal).Select(t => (t, Said(t)))];

    /// <summary>The finished calls of the run before its present turn, oldest first: the tool, and the result as the tool gave it, or null where it left the window.</summary>
    public IEnumerable<(string Tool, string? Result)> ResultsInRun()
    {
        var input = Texts.FindLast(t => t.Source == Principal)?.Sequence ?? 0;
        foreach (var call in CarriedCalls(input))
        {
            yield return (call.Tool, null);
        }

        for (var i = 0; i < state.Messages.Count; i++)
        {
            if (state.Messages[i] is { Message: { } message } logged && logged.Sequence > input && message.Role == ChatRole.Tool)
            {
                foreach (var result in message.Contents.OfType<FunctionResultContent>())
                {
                    if (result.RawRepresentation is ResultLabel label)
                    {
                        yield return (label.Tool, ResultContent.RawOf(result));
                    }
                }
            }
        }
    }

    /// <summary>How many calls of the session may have changed something.</summary>
    public int Effects =>
        state.Carried.Counts.Where(c => MayChange(c.Key)).Sum(c => c.Value) + Results(0, long.MaxValue).Count(r => IsCall(r.Label) && MayChange(r.Label.Tool))
        + state.Pending.Count(c => c.IsFinished && c.Outcome != ToolOutcome.Refused && MayChange(c.Name));

    private List<CarriedText> Texts => texts ??= [.. MemoryStep.TextsOf(state), .. state.Carried.Texts, .. InWindow(state, long.MaxValue)];

    /// <summary>The sequence number of the input that says what is wanted: the newest that does more than agree.</summary>
    private long AskedFrom => askedFrom ??= FindAsked();

    public override bool IsPlanned(string tool) => agent.Pattern is Patterns.WorkflowPattern flow ? flow.Plans(tool) : state is { PlanIsTrusted: true, Plan: { } plan } && plan.Steps.Any(s => s.Tool == tool);

    public override int CallsInRun(string tool)
    {
        var input = Texts.FindLast(t => t.Source == Principal)?.Sequence ?? 0;
        return PendingCalls(tool) + CarriedCalls(input).Count(c => c.Tool == tool) + Results(input, long.MaxValue).Count(r => r.Label.Tool == tool && IsCall(r.Label));
    }

    public override int CallsInSession(string tool) =>
        PendingCalls(tool) + state.Carried.Counts.GetValueOrDefault(tool) + Results(0, long.MaxValue).Count(r => r.Label.Tool == tool && IsCall(r.Label));

    public override bool WasExecuted(PolicyCall call)
    {
        var tool = call.Tool.Name;
        var digest = CallDigest.Of(call.Tool, tool, call.Arguments);
        return CarriedCalls(AskedFrom).Any(c => c.Digest == digest)
            || state.Pending.Any(c => c.Name == tool && c.IsFinished && IsEffect(c.Outcome) && DigestOf(call.Tool, tool, c.Arguments) == digest)
            || Results(AskedFrom, long.MaxValue).Any(r => r.Label.Tool == tool && IsEffect(r.Label.Outcome) && DigestOf(call.Tool, tool, r.Label.Arguments) == digest);
    }

    /// <summary>What must not be forgotten when the messages before an event leave the window.</summary>
    public static CarriedTrust CarryOver(RunState state, Agent agent, long keepFrom)
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
        var counts = new Dictionary<string, int>(state.Carried.Counts, StringComparer.Ordinal);
        var calls = state.Carried.Calls.ToList();
        foreach (var (sequence, label) in new RunSituation(state, agent).Results(0, keepFrom))
        {
            if (IsCall(label))
            {
                counts[label.Tool] = counts.GetValueOrDefault(label.Tool) + 1;
                calls.Add(new CarriedCall(sequence, label.Tool, IsEffect(label.Outcome) ? DigestOf(agent.FindTool(label.Tool)?.Traits, label.Tool, label.Arguments) : 0));
            }
        }

        return new CarriedTrust(kept, counts, calls.Count <= CarriedCallLimit ? calls : calls[^CarriedCallLimit..]);
    }

    /// <summary>
    /// What a called agent's labels rest on besides its own reading: what the user said, what is private, and what was done; where the caller had read what strangers
    /// wrote, also what was trusted, for then the task vouches for nothing. It comes before everything in the new session, so its sequence numbers are below 1.
    /// </summary>
    public static CarriedTrust HandedDown(RunState state, Agent agent, string? taint)
    {
        var carried = CarryOver(state, agent, long.MaxValue);
        var handed = new List<CarriedText>();
        foreach (var text in carried.Texts)
        {
            var at = text with { Sequence = text.Sequence - state.Sequence - 1 };
            if (text.Private)
            {
                handed.Add(at with { Trust = ResultLabel.Untrusted });
            }

            if (text.Source == Principal)
            {
                handed.Add(at);
            }
            else if (taint is not null && text.Trust is null)
            {
                handed.Add(at with { Private = false });
            }
            else if (taint is not null && text.Trust == ResultLabel.Mixed && agent.FindTool(text.Source[Tool.Length..]) is { } tool)
            {
                // The called agent does not know which members of another's result are a stranger's.
                handed.Add(at with { Private = false, Trust = null, Text = UntrustedMembers.Without(text.Text, tool.Traits.UntrustedFields) ?? "" });
            }
        }

        return carried with { Texts = handed, Calls = [.. carried.Calls.Select(c => c with { Sequence = c.Sequence - state.Sequence - 1 })] };
    }

    /// <summary>What the user said, oldest first.</summary>
    public static IEnumerable<string> SaidBy(RunState state) =>
        state.Carried.Texts.Concat(InWindow(state, long.MaxValue)).Where(t => t.Source == Principal).Select(t => t.Text);

    private static IEnumerable<CarriedText> InWindow(RunState state, long before)
    {
        for (var i = 0; i < state.Messages.Count && state.Messages[i].Sequence < before; i++)
        {
            var (sequence, message, _, at) = state.Messages[i];
            foreach (var content in message.Contents)
            {
                if (content is TextContent { RawRepresentation: GivenTask { Caller: var caller } } task)
                {
                    // Written by a model: as far to be trusted as what that had read.
                    yield return new CarriedText("caller", task.Text, sequence, default, caller.Taint is null ? null : ResultLabel.Untrusted, caller.Private);
                }
                else if (content is TextContent said && message.Role == ChatRole.User && said.AdditionalProperties?.ContainsKey(ModelCallProperties.Context) is not true)
                {
                    yield return new CarriedText(Principal, said.Text, sequence, at);
                }
                else if (content is TextContent { RawRepresentation: PersonReply reply })
                {
                    yield return new CarriedText("operator", reply.Text, sequence, at);
                }
                else if (content is FunctionResultContent { RawRepresentation: ResultLabel { IsFromTool: true } label } result && (label.Trust != ResultLabel.Untrusted || label.Private))
                {
                    yield return new CarriedText(label.Source, ResultContent.RawOf(result), sequence, default, label.Trust, label.Private);
                }
            }
        }
    }

    /// <summary>Whether a tool is not known only to read. What a called agent does is not known here.</summary>
    private bool MayChange(string tool) => agent.FindTool(tool) is not ({ Effect: ToolEffect.Read } or { Declared.ByEngine: true }) || (agent.Router ?? agent).Callees.ContainsKey(tool);

    private static bool IsCall(ResultLabel label) => label.Outcome != ToolOutcome.Refused;

    private static bool IsEffect(ToolOutcome outcome) => outcome is ToolOutcome.Succeeded or ToolOutcome.Unknown;

    private static long DigestOf(ToolTraits? tool, string name, string arguments)
    {
        using var parsed = JsonDocument.Parse(arguments.Length == 0 ? "{}" : arguments);
        return CallDigest.Of(tool, name, parsed.RootElement);
    }

    private int PendingCalls(string tool) => state.Pending.Count(c => c.Name == tool && c.IsFinished && c.Outcome != ToolOutcome.Refused);

    private IEnumerable<CarriedCall> CarriedCalls(long after) => state.Carried.Calls.Where(c => c.Sequence > after);

    /// <summary>The labels of the results in the window after one event and before another.</summary>
    private IEnumerable<(long Sequence, ResultLabel Label)> Results(long after, long before)
    {
        for (var i = 0; i < state.Messages.Count && state.Messages[i].Sequence < before; i++)
        {
            var logged = state.Messages[i];
            if (logged.Sequence > after && logged.Message.Role == ChatRole.Tool)
            {
                foreach (var content in logged.Message.Contents)
                {
                    if (content.RawRepresentation is ResultLabel label)
                    {
                        yield return (logged.Sequence, label);
                    }
                }
            }
        }
    }

    private long FindAsked()
    {
        var said = Texts.Where(t => t.Source == Principal).ToList();
        var from = said.Count - 1;
        while (from > 0 && from > said.Count - 4 && Words.Of(said[from].Text) is var words && words.Count <= 8 && words.TrueForAll(w => AgreeingWords.Contains(w) || w.Any(char.IsDigit)))
        {
            from--;
        }

        return from < 0 ? 0 : said[from].Sequence;
    }

    private List<TrustedText> Build()
    {
        // What people said comes first: it is short, and most values come from it, so that long results need not be taken apart.
        var built = new List<TrustedText>(Texts.Count + 2);
        built.AddRange(Texts.Where(t => t.Source == Principal).Select(Said));
        built.Add(agent.TrustedTexts.Get("agent", agent.Instructions));
        foreach (var text in Texts.Where(t => t.Source != Principal))
        {
            if (text.Trust is null)
            {
                built.Add(agent.TrustedTexts.Get(text.Source, text.Text));
            }
            else if (text.Trust == ResultLabel.Mixed && agent.FindTool(text.Source[Tool.Length..]) is { } tool)
            {
                built.Add(agent.TrustedTexts.Get(text.Source, text.Text, untrusted: tool.Traits.UntrustedFields));
            }
        }

        if (state is { PlanIsTrusted: true, Plan: { } plan })
        {
            built.Add(new TrustedText("plan", string.Join('\n', plan.Steps.Select(s => s.Title))));
        }

        return built;
    }

    private TrustedText Said(CarriedText text) =>
        agent.TrustedTexts.Get(Principal, text.Text, text.At == default ? default : TimeZoneInfo.ConvertTime(text.At, agent.TimeZone));
}
