using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>Performs <see cref="ExecuteTools"/>: reads together, effects in order and only after their intent is durable.</summary>
internal sealed class ToolStep(RunServices services)
{
    public async ValueTask PerformAsync(SessionJournal journal, Agent agent, CancellationToken cancellationToken)
    {
        var calls = journal.State.Pending;
        if (services.Hub.IsWatched(journal.Session))
        {
            // Whoever watches sees which tools are called while they run.
            journal.Post();
        }

        if (calls.Length > 1 && calls.All(c => agent.Tools.Find(c.Name)?.Effect is ToolEffect.Read or null))
        {
            await ReadTogetherAsync(journal, agent, calls, cancellationToken);
            return;
        }

        var stopped = false;
        foreach (var call in calls)
        {
            if (call.IsFinished)
            {
                stopped |= call.Outcome == ToolOutcome.Unknown;
                continue;
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            var result = stopped
                ? new ToolResult(ToolOutcome.Refused, "Not executed, because it is not known whether the call before it happened.", Rule: "outcome")
                : await ExecuteAsync(journal, agent, call, cancellationToken);
            stopped |= result.Outcome == ToolOutcome.Unknown;
            journal.Record(EventOf(agent, call, result));
        }
    }

    /// <summary>Finds out what became of the call that a lost worker may have been executing: for a run that ends.</summary>
    public async Task SettleAsync(SessionJournal journal, Agent agent)
    {
        if (RunEngine.HalfDone(journal.State, agent) is { } call)
        {
            var toolCall = CallOf(journal.State, call);
            var settled = await services.Tools.SettleAsync(agent.Tools.Find(call.Name), toolCall, ContextOf(journal.State, toolCall));
            journal.Record(EventOf(agent, call, settled with { IsSteered = call.Taint is not null }));
        }
    }

    private async Task ReadTogetherAsync(SessionJournal journal, Agent agent, ImmutableArray<PendingCall> calls, CancellationToken cancellationToken)
    {
        var running = new Task<ToolResult>?[calls.Length];
        for (var i = 0; i < calls.Length; i++)
        {
            running[i] = calls[i].IsFinished ? null : ExecuteAsync(journal, agent, calls[i], cancellationToken).AsTask();
        }

        for (var i = 0; i < calls.Length; i++)
        {
            if (running[i] is { } task)
            {
                journal.Record(EventOf(agent, calls[i], await task));
            }
        }
    }

    private async ValueTask<ToolResult> ExecuteAsync(SessionJournal journal, Agent agent, PendingCall pending, CancellationToken cancellationToken)
    {
        var state = journal.State;
        if (pending.Number > state.CallsMade - state.Pending.Length + agent.Limits.CallsPerReply)
        {
            return new ToolResult(ToolOutcome.Refused, $"Not executed: at most {agent.Limits.CallsPerReply} calls are carried out at once. Call it again if it is still needed.", Rule: "calls-per-reply");
        }

        if (state.UnknownOutcomes.Contains(RunReducer.SignatureOf(pending)))
        {
            return new ToolResult(ToolOutcome.Refused, "It is not known whether the same call, made before, happened. A person has to check that first. Tell the user so.", Rule: "outcome");
        }

        var call = CallOf(state, pending);
        var (tool, arguments, refusal) = ToolPipeline.Check(call, agent.Tools, state.Principal);
        if (refusal is not null)
        {
            return refusal;
        }

        using (arguments)
        {
            var policyCall = new PolicyCall(tool!.Traits, arguments!.RootElement, pending.Taint);
            var situation = new RunSituation(state, agent);
            if (!pending.Allowed && !pending.Started && Decide(journal, agent, pending, policyCall, situation) is { } heldBack)
            {
                return heldBack;
            }

            if (tool.Effect != ToolEffect.Read)
            {
                if (tool.NeedsStartMark && !pending.Started)
                {
                    journal.Record(new ToolStarted(pending.Id));
                }

                await journal.FlushAsync();
                if (!services.Lease.IsFresh)
                {
                    throw new OwnershipLostException(journal.Session, "the lease ran out before an effect");
                }
            }

            var result = await services.Tools.ExecuteAsync(tool, arguments.RootElement, call, ContextOf(state, call), cancellationToken);
            return tool.Traits.Returns == Integrity.Trusted && AgentPolicy.IsSteered(policyCall, result.Text, situation) ? result with { IsSteered = true } : result;
        }
    }

    /// <summary>Asks policy about a call that is valid. Returns what the model is told when it may not be executed, else null.</summary>
    private static ToolResult? Decide(SessionJournal journal, Agent agent, PendingCall pending, PolicyCall call, RunSituation situation)
    {
        var verdict = agent.Policy.Decide(call, situation);
        if (verdict.Decision != PolicyDecision.Allow || (call.Tool.HasEffects && call.Taint is not null))
        {
            journal.Record(new PolicyDecided(pending.Id, verdict.Decision, verdict.Rule, verdict.Reason));
        }

        return verdict.Decision switch
        {
            PolicyDecision.Allow => null,
            PolicyDecision.Deny => new ToolResult(ToolOutcome.Refused, $"{verdict.Reason} {call.Tool.Name} is not carried out. Do not try again; tell the user.", Rule: verdict.Rule),

            // Nobody can be asked yet, so what needs a person's yes is refused.
            _ => new ToolResult(
                ToolOutcome.Refused, $"{verdict.Reason} Without a person's approval, which cannot be given here, {call.Tool.Name} is not carried out. Do not try again; tell the user.", Rule: verdict.Rule),
        };
    }

    private static ToolCall CallOf(RunState state, PendingCall pending) =>
        new(pending.Id, pending.Name, pending.Arguments, $"{state.Run:N}-{pending.Number}", pending.Started);

    private ToolContext ContextOf(RunState state, ToolCall call) => new()
    {
        Principal = state.Principal,
        IdempotencyKey = call.IdempotencyKey,
        Session = state.Session,
        Run = state.Run,
        TraceParent = TraceParent.Of(state.Run, state.Steps),
        Time = services.Time,
    };

    private static ToolFinished EventOf(Agent agent, PendingCall call, ToolResult result)
    {
        // What Holdfast itself says about a call is trusted; what the tool says is as far as it is declared.
        var traits = result.Outcome is ToolOutcome.Succeeded or ToolOutcome.Failed && result.Rule is null or "probe" ? agent.Tools.Find(call.Name)?.Traits : null;
        var trust = traits is null ? null
            : traits.Returns == Integrity.Untrusted || result.IsSteered ? ResultLabel.Untrusted
            : traits.UntrustedFields.Count > 0 && UntrustedMembers.Any(result.Text, traits.UntrustedFields) ? ResultLabel.Mixed
            : null;
        return new ToolFinished(
            call.Id,
            result.Outcome,
            result.Text,
            Math.Round(result.Elapsed.TotalMilliseconds, 2),
            result.Attempts,
            result.Rule,
            result.Error,
            trust,
            traits?.Audience == Audience.Principal);
    }
}
