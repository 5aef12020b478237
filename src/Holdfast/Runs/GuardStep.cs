using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Safety.Guards;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>Runs an agent's guards over what enters and leaves a run, before any of it is recorded.</summary>
internal sealed class GuardStep(TimeProvider time)
{
    /// <summary>How long the guards of an agent may take over one text. Then it counts as one that they stopped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Looks at a message before it is written anywhere.</summary>
    /// <param name="guards">The agent's guards.</param>
    /// <param name="principal">Who says it.</param>
    /// <param name="state">The session so far; null where nobody has looked at it.</param>
    /// <param name="text">The message.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<GuardedInput> InputAsync(GuardSet guards, Principal principal, RunState? state, string text, CancellationToken cancellationToken)
    {
        var outcome = await CheckAsync(guards, new GuardedText { Text = text, Point = GuardPoint.Input, Principal = principal, Said = state is null ? [] : SaidIn(state) }, cancellationToken);
        return new GuardedInput(outcome.Text, outcome.Verdict, outcome.Reports);
    }

    /// <summary>Records what guards said, as far as it is worth an event: not what a guard that acts let pass.</summary>
    public static void Record(SessionJournal journal, GuardPoint point, IReadOnlyList<GuardReport> reports, string? call = null)
    {
        foreach (var report in reports)
        {
            if (report.Verdict > GuardVerdict.Pass || report.Mode == GuardMode.Observe || report.Error is not null)
            {
                journal.Record(new GuardJudged(report.Guard, point, report.Mode, report.Verdict, report.Kinds, call, report.Error));
            }
        }
    }

    /// <summary>Records the end of a call after the guards have looked at the result.</summary>
    public async ValueTask RecordAsync(SessionJournal journal, Agent agent, ToolFinished finished)
    {
        var state = journal.State;
        var tool = state.Pending.FirstOrDefault(c => c.Id == finished.Call)?.Name ?? "";
        var returned = agent.Tools.Find(tool)?.Declared.Retrieves == true ? GuardPoint.Retrieved : GuardPoint.ToolResult;

        // What Holdfast itself says about a call is no document of a stranger.
        var point = finished.Outcome is ToolOutcome.Succeeded or ToolOutcome.Failed ? returned : GuardPoint.Intent;
        var text = new GuardedText { Text = finished.Result, Point = point, Source = "tool:" + tool, Principal = state.Principal };
        var outcome = await CheckAsync(agent.Guards, text, CancellationToken.None);
        Record(journal, point, outcome.Reports, finished.Call);
        var result = outcome.MayPass ? outcome.Text : $"The result of {tool} was withheld by a guard ({Guards(outcome)}). Do not call it again for the same; tell the user.";
        journal.Record(finished with
        {
            Result = result,
            Error = await WithoutSecretsAsync(agent, finished.Error),
            Similarity = agent.Confidence is not null && point == GuardPoint.Retrieved ? Confidence.RetrievalSimilarity.In(finished.Result) : null,
            Trust = outcome is { IsDistrusted: true, MayPass: true } ? ResultLabel.Untrusted : finished.Trust,
        });
    }

    /// <summary>Records what a model call brought after the guards have looked at it.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="happened">What the call brought.</param>
    /// <param name="shown">What watchers were shown of it, or null.</param>
    public async ValueTask RecordAsync(SessionJournal journal, Agent agent, RunEvent happened, GuardedSink? shown)
    {
        if (happened is not ModelReplied reply)
        {
            journal.Record(happened);
            return;
        }

        if (reply.Purpose == Purposes.Sample)
        {
            // Compared with the answer and said to nobody: it must not end the run, whatever it holds.
            journal.Record(reply with { Text = await WithoutSecretsAsync(agent, reply.Text), Reasoning = null });
            return;
        }

        var withheld = false;
        var intent = new GuardedText { Text = "", Point = GuardPoint.Intent, Source = "agent", Principal = journal.State.Principal };
        if (reply.Text is { } text)
        {
            // A plan, a route, a summary and extracted facts are the agent's own notes; everything else that it says may reach the user.
            var point = reply.Purpose is Purposes.Plan or Purposes.Route or Purposes.Extract || RunReducer.IsSummary(journal.State, reply.Purpose) ? GuardPoint.Intent : GuardPoint.Output;
            var outcome = await CheckAsync(agent.Guards, (point == GuardPoint.Intent ? intent : Surroundings(journal.State, agent)).With(text), CancellationToken.None);
            Record(journal, point, outcome.Reports);
            withheld = !outcome.MayPass;
            reply = reply with { Text = outcome.Text };
        }

        if (reply.Reasoning is not null)
        {
            reply = reply with { Reasoning = await WithoutSecretsAsync(agent, reply.Reasoning) };
        }

        if (reply.Calls is { } calls)
        {
            var guarded = new RequestedCall[calls.Count];
            for (var i = 0; i < guarded.Length; i++)
            {
                var outcome = await CheckAsync(agent.Guards, intent.With(calls[i].Arguments), CancellationToken.None);
                Record(journal, GuardPoint.Intent, outcome.Reports, calls[i].Id);
                withheld |= !outcome.MayPass;
                guarded[i] = calls[i] with { Arguments = outcome.Text.Length == 0 ? "{}" : outcome.Text };
            }

            reply = reply with { Calls = guarded };
        }

        if (shown is not null)
        {
            await shown.CompleteAsync(withheld);
        }

        journal.Record(reply with { Withheld = withheld });
    }

    /// <summary>Looks at an answer that no model said as it is, and at an error, before they are recorded.</summary>
    public async ValueTask<Finish> FinishAsync(SessionJournal journal, Agent agent, Finish finish)
    {
        finish = finish with { Error = await WithoutSecretsAsync(agent, finish.Error) };
        if (finish.Answer is not { Length: > 0 } answer || journal.State.Stopped is not null || (finish.Spoken && IsLastSaid(journal.State, answer)))
        {
            return finish;
        }

        var outcome = await CheckAsync(agent.Guards, Surroundings(journal.State, agent).With(answer), CancellationToken.None);
        Record(journal, GuardPoint.Output, outcome.Reports);
        return outcome.MayPass ? finish with { Answer = outcome.Text } : journal.State.Stopped is { } stop ? Finish(journal.State, stop, agent) : finish;
    }

    /// <summary>The end of a run that a guard stopped, with an honest answer.</summary>
    public static Finish Finish(RunState state, GuardStop stop, Agent agent)
    {
        var answer = stop.Point switch
        {
            GuardPoint.Input => "I can't work on that message: a safety check stopped it.",
            GuardPoint.ToolResult or GuardPoint.Retrieved => "I stopped, because a safety check found something in what I was reading.",
            _ => "I can't give you the answer that I had: a safety check stopped it.",
        };
        if (!state.Tools.IsEmpty)
        {
            answer += $" So far I used: {string.Join(", ", state.Tools.Select(t => t.Replace('_', ' ')))}.";
        }

        return stop.Verdict == GuardVerdict.Escalate
            ? new Finish(TerminationReason.Escalated, $"{answer} A person has to look at it. {agent.Fallback}", Error: $"The guard {stop.Guard} escalated the {Describe(stop.Point)}.")
            : new Finish(TerminationReason.BlockedByGuard, $"{answer} {(stop.Point == GuardPoint.Input ? "Please say it in another way. " : "")}{agent.Fallback}", Error: $"The guard {stop.Guard} blocked the {Describe(stop.Point)}.");
    }

    private static List<string> SaidIn(RunState state)
    {
        var said = state.Carried.Texts.Where(t => t.Source == "principal").Select(t => t.Text).ToList();
        for (var i = 0; i < state.Messages.Count; i++)
        {
            if (state.Messages[i].Message is { Role: var role } message && role == ChatRole.User)
            {
                said.AddRange(message.Contents.OfType<TextContent>().Where(c => c.AdditionalProperties?.ContainsKey(ModelCallProperties.Context) is not true).Select(c => c.Text));
            }
        }

        return said;
    }

    /// <summary>What guards may know of a run when they look at what the agent writes.</summary>
    public static GuardedText Surroundings(RunState state, Agent agent)
    {
        var grounds = state.Carried.Texts.Where(t => t.Source != "principal").Select(t => t.Text).ToList();

        grounds.AddRange(state.Recalled?.Items.Select(i => i.Text) ?? []);
        if (state.Summary is { } summary)
        {
            grounds.Add(summary);
        }

        for (var i = 0; i < state.Messages.Count; i++)
        {
            var message = state.Messages[i].Message;
            foreach (var content in message.Contents)
            {
                if (content is FunctionResultContent result)
                {
                    grounds.Add(ResultContent.RawOf(result));
                }
                else if (content is TextContent text && text.AdditionalProperties?.ContainsKey(ModelCallProperties.Context) is true)
                {
                    grounds.Add(text.Text);
                }
            }
        }

        grounds.AddRange(state.Pending.Where(c => c.Result is not null).Select(c => c.Result!));
        return new GuardedText
        {
            Text = "",
            Point = GuardPoint.Output,
            Source = "agent",
            Principal = state.Principal,
            Instructions = agent.Instructions,
            Published = $"{agent.Description}\n{agent.Fallback}",
            Canary = AgentPrompt.Of(agent).Canary,
            Tools = AgentPrompt.Of(agent).ToolNames,
            Said = SaidIn(state),
            Grounds = grounds,
        };
    }

    /// <summary>Whether the answer is what the model said last, which was looked at then.</summary>
    private static bool IsLastSaid(RunState state, string answer) =>
        state.Messages.Count > 0 && state.Messages[state.Messages.Count - 1].Message is { } last && last.Role == ChatRole.Assistant && last.Text == answer;

    private static string Guards(GuardOutcome outcome) => string.Join(", ", outcome.Reports.Where(r => r.Verdict >= GuardVerdict.Block).Select(r => r.Guard));

    private static string Describe(GuardPoint point) => point switch
    {
        GuardPoint.Input => "input",
        GuardPoint.ToolResult => "result of a tool",
        GuardPoint.Retrieved => "documents of a tool",
        GuardPoint.Intent => "intent of the agent",
        _ => "answer",
    };

    /// <summary>A text for the trace only: what the guards replace is replaced, and what they stop is left out.</summary>
    /// <summary>A text for the journal that no model and no user reads, such as an error or a preview.</summary>
    public async ValueTask<string?> WithoutSecretsAsync(Agent agent, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text;
        }

        var outcome = await CheckAsync(agent.Guards, new GuardedText { Text = text, Point = GuardPoint.Intent, Source = "agent" }, CancellationToken.None);
        return outcome.MayPass ? outcome.Text : $"Withheld by a guard ({Guards(outcome)}).";
    }

    private async ValueTask<GuardOutcome> CheckAsync(GuardSet guards, GuardedText text, CancellationToken cancellationToken)
    {
        using var patience = new TimedToken(Patience, time, cancellationToken);
        var checking = guards.CheckAsync(text, vault: null, patience.Token);
        if (checking.IsCompletedSuccessfully)
        {
            return checking.Result;
        }

        try
        {
            // WaitAsync, because a guard may ignore its token: the run must not hang with it.
            return await checking.AsTask().WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new GuardOutcome("", GuardVerdict.Block, [new GuardReport("time-limit", GuardMode.Block, GuardVerdict.Block, new Dictionary<string, int>(), nameof(TimeoutException))], []) { IsDistrusted = true };
        }
    }
}
