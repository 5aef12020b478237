using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>Performs <see cref="ExecuteTools"/>: reads together, effects in order and only after their intent is durable.</summary>
internal sealed class ToolStep(RunServices services, GuardStep guards)
{
    private readonly Delegations delegations = new(services);
    private readonly MemoryStep memory = new(services);

    public async ValueTask PerformAsync(SessionJournal journal, Agent pinned, CancellationToken cancellationToken)
    {
        var agent = RouteRules.Acting(journal.State, pinned);
        if (services.Hub.IsWatched(journal.Session))
        {
            // Whoever watches sees which tools are called while they run.
            journal.Post();
        }

        var budget = services.Gateway.Catalog.Embeddings is null ? null
            : new RunBudget(Ceilings.Of(journal.State, agent, usesReserve: false), Ceilings.SharedOf(journal.State, agent, services.Time.GetUtcNow()), services.Budgets, journal.State.Run);
        await PerformAsync(journal, agent, budget, cancellationToken);
        foreach (var warning in budget?.Warnings ?? [])
        {
            services.Record(journal, warning);
        }
    }

    private async ValueTask PerformAsync(SessionJournal journal, Agent agent, RunBudget? budget, CancellationToken cancellationToken)
    {
        var calls = journal.State.Pending;
        if (calls.Length > 1 && calls.All(c => agent.Tools.Find(c.Name)?.Effect is ToolEffect.Read or null && !agent.Callees.ContainsKey(c.Name)))
        {
            await ReadTogetherAsync(journal, agent, calls, budget, cancellationToken);
            calls = journal.State.Pending;
        }

        var stopped = false;
        foreach (var call in calls)
        {
            if (call.IsFinished)
            {
                stopped |= call.Outcome == ToolOutcome.Unknown;
                continue;
            }

            if (call.IsUnderWay)
            {
                continue;
            }

            if (cancellationToken.IsCancellationRequested || DelegationRules.MustWait(journal.State, agent, call))
            {
                return;
            }

            var result = stopped
                ? new ToolResult(ToolOutcome.Refused, "Not executed, because it is not known whether the call before it happened.", Rule: "outcome")
                : await ExecuteAsync(journal, agent, call, budget, mayAsk: true, cancellationToken);
            if (result is null && journal.State.Approval?.Call == call.Id)
            {
                // People are asked first; the calls after it wait, too.
                return;
            }

            if (result is null)
            {
                // Another agent works on it, and others may begin meanwhile.
                continue;
            }

            stopped |= result.Outcome == ToolOutcome.Unknown;
            await RecordAsync(journal, agent, call, result);
        }
    }

    /// <summary>Finds out what became of the call that a lost worker may have been executing: for a run that ends.</summary>
    public async Task SettleAsync(SessionJournal journal, Agent pinned)
    {
        var agent = RouteRules.Acting(journal.State, pinned);
        if (RunEngine.HalfDone(journal.State, agent) is { } call)
        {
            var toolCall = CallOf(journal.State, call);
            var settled = await services.Tools.SettleAsync(agent.Tools.Find(call.Name), toolCall, ContextOf(journal.State, toolCall));
            await guards.RecordAsync(journal, agent, EventOf(agent, call, settled with { IsSteered = call.Taint is not null }));
        }
    }

    private async Task ReadTogetherAsync(SessionJournal journal, Agent agent, ImmutableArray<PendingCall> calls, RunBudget? budget, CancellationToken cancellationToken)
    {
        var running = new Task<ToolResult?>?[calls.Length];
        for (var i = 0; i < calls.Length; i++)
        {
            running[i] = calls[i].IsFinished ? null : ExecuteAsync(journal, agent, calls[i], budget, mayAsk: false, cancellationToken).AsTask();
        }

        for (var i = 0; i < calls.Length; i++)
        {
            if (running[i] is { } task && await task is { } result)
            {
                await RecordAsync(journal, agent, calls[i], result);
            }
        }
    }

    private ValueTask RecordAsync(SessionJournal journal, Agent agent, PendingCall call, ToolResult result)
    {
        if (agent.Tools.Find(call.Name) is { Declared.ByEngine: true } && SessionNotes.EventOf(call, result) is { } note)
        {
            journal.Record(note);
        }

        return guards.RecordAsync(journal, agent, EventOf(agent, call, result));
    }

    /// <summary>Carries out a call; null when people have to be asked first, which is recorded where it may be done now.</summary>
    private async ValueTask<ToolResult?> ExecuteAsync(SessionJournal journal, Agent agent, PendingCall pending, RunBudget? budget, bool mayAsk, CancellationToken cancellationToken)
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

        if (RouteRules.Refusal(state, agent, pending) is { } tooOften)
        {
            return tooOften;
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
            var isDelegation = agent.Callees.ContainsKey(tool.Name);
            var isDecided = pending.Started || (pending.Allowed && state.Approval?.Call != pending.Id);
            if (!isDecided)
            {
                var demanded = Demand(agent, state, policyCall, situation);
                var verdict = ApprovalRules.Consider(state, pending, arguments.RootElement, demanded);
                if (verdict.Decision == PolicyDecision.Ask && !mayAsk)
                {
                    return null;
                }

                var earned = await services.Autonomy.ConsiderAsync(state, agent, pending, policyCall, situation, verdict, cancellationToken);
                verdict = earned.Verdict;
                if (earned.Allowance is not null && !mayAsk)
                {
                    // Its row is written with the next commit, one for each call, so it is done in order.
                    return null;
                }

                if (demanded.Decision != PolicyDecision.Allow || ((tool.Effect != ToolEffect.Read || isDelegation) && pending.Taint is not null))
                {
                    journal.Record(new PolicyDecided(pending.Id, verdict.Decision, verdict.Rule, verdict.Reason, earned.Allowance?.Id));
                }

                if (earned.Allowance is not null)
                {
                    // Durable before anything happens: after a crash it is not decided again, and a later correction of the run finds it.
                    var row = ApprovalRules.UnaskedRowOf(journal.State, pending, arguments.RootElement, verdict, earned.Record!, demanded.Rule);
                    await journal.CommitAsync(events => new Commit { Session = journal.Session, Epoch = journal.Epoch, Events = events, Approval = row });
                }

                switch (verdict.Decision)
                {
                    case PolicyDecision.Ask:
                        journal.Record(await RequestAsync(state, agent, pending, tool, arguments.RootElement, earned, cancellationToken));
                        return null;
                    case PolicyDecision.Confirm when state.Asked is not null:
                        return new ToolResult(ToolOutcome.Refused, $"Not executed: the user is asked to confirm another call first. Call {tool.Name} again after the answer.", Rule: verdict.Rule);
                    case PolicyDecision.Confirm:
                        journal.Record(new ConfirmationAsked(
                            pending.Id, ApprovalRules.ActionOf(state, pending, arguments.RootElement), ApprovalRules.QuestionOf(pending, arguments.RootElement)));
                        return new ToolResult(
                            ToolOutcome.Refused,
                            $"{verdict.Reason} The user is asked to confirm it. Call {tool.Name} again with exactly the same arguments if the answer is yes.",
                            Rule: verdict.Rule);
                    case PolicyDecision.Deny:
                        return new ToolResult(ToolOutcome.Refused, $"{verdict.Reason} {tool.Name} was not carried out. Do not try again; tell the user.", Rule: verdict.Rule);
                }
            }

            if (isDelegation)
            {
                return await DelegateAsync(journal, agent, pending);
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

            var meter = budget is null ? null : new ModelMeter(budget);
            var context = ContextOf(state, call, meter, tool.Declared.Retrieves ? Citations.Before(state, agent, pending) : null);
            if (tool.CacheLifetime > TimeSpan.Zero && !pending.Edited)
            {
                var (known, entry) = services.Results.Find(CachedCall.Of(state, agent, tool, arguments.RootElement), tool.CacheLifetime, new CacheReader(state.Session, situation.Effects, state.CalledBy is not null));
                if (known is not null)
                {
                    return Labelled(tool, policyCall, known, situation);
                }

                var fetched = Labelled(tool, policyCall, await services.Tools.ExecuteAsync(tool, arguments.RootElement, call, context, cancellationToken), situation);
                services.Results.Complete(entry, fetched);
                return fetched with { Embeddings = meter?.Attempts };
            }

            var result = tool.Declared.ByEngine
                ? await memory.ExecuteAsync(state, agent, pending, arguments.RootElement, situation, cancellationToken)
                : await ChangeAsync(tool, arguments.RootElement, call, context, cancellationToken);
            result = meter?.Attempts is { } used ? result with { Embeddings = used } : result;
            result = pending.Edited ? result with { Text = $"[A person changed the arguments to {pending.Arguments}]\n{result.Text}" } : result;
            return Labelled(tool, policyCall, result, situation);
        }
    }

    /// <summary>Executes a call whose result is not kept. What is known for its user is dropped when it may have changed.</summary>
    private async Task<ToolResult> ChangeAsync(Tool tool, JsonElement arguments, ToolCall call, ToolContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Tools.ExecuteAsync(tool, arguments, call, context, cancellationToken);
        }
        finally
        {
            if (tool.Effect != ToolEffect.Read)
            {
                services.Results.Forget(context.Principal.Tenant, context.Principal.User);
            }
        }
    }

    /// <summary>A trusted tool's result that a stranger's values chose, or that repeats them, is not trusted.</summary>
    private static ToolResult Labelled(Tool tool, PolicyCall call, ToolResult result, RunSituation situation) =>
        tool.Traits.Returns == Integrity.Trusted && AgentPolicy.IsSteered(call, result.Text, situation) ? result with { IsSteered = true } : result;

    /// <summary>What policy demands for a call.</summary>
    private static PolicyVerdict Demand(Agent agent, RunState state, PolicyCall call, RunSituation situation)
    {
        var demanded = ApprovalRules.Demand(agent, state, call, situation);
        return demanded.Decision switch
        {
            // The user does not talk with a called agent, so a person of the business is asked.
            PolicyDecision.Confirm when state.CalledBy is not null => demanded with { Decision = PolicyDecision.Ask },
            PolicyDecision.Allow when call.Taint is { } taint && agent.Callees.ContainsKey(call.Tool.Name) =>
                new PolicyVerdict(PolicyDecision.Allow, "delegated", $"Untrusted content ({taint}) was read, and it binds the called agent as it binds this one."),
            _ => demanded,
        };
    }

    /// <summary>Begins the run of a called agent, and does not wait for it; or tells why it may not begin.</summary>
    private async ValueTask<ToolResult?> DelegateAsync(SessionJournal journal, Agent agent, PendingCall pending)
    {
        var (started, refusal) = DelegationRules.Start(journal.State, agent, pending, services.Time.GetUtcNow());
        if (started is not null)
        {
            journal.Record(started);
            await journal.FlushAsync();
            await delegations.CreateAsync(journal.State, agent, journal.State.Pending.First(c => c.Id == pending.Id));
        }

        return refusal;
    }

    private async Task<ApprovalRequested> RequestAsync(
        RunState state, Agent agent, PendingCall pending, Tool tool, JsonElement arguments, EarnedVerdict earned, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        var verdict = earned.Verdict;
        return new ApprovalRequested(
            ApprovalRules.IdOf(state, pending),
            pending.Id,
            ApprovalRules.DigestOf(state, pending, arguments),
            verdict.Rule,
            verdict.Reason,
            now + agent.Limits.Approval,
            now + (agent.Limits.Approval / 2),
            verdict.Approvers,
            verdict.Role,
            await guards.WithoutSecretsAsync(agent, await services.Tools.PreviewAsync(tool, arguments, ContextOf(state, CallOf(state, pending)), cancellationToken)),
            earned.Record?.Id,
            earned.Record?.Range,
            earned.Record?.Amount);
    }

    private static ToolCall CallOf(RunState state, PendingCall pending) =>
        new(pending.Id, pending.Name, pending.Arguments, $"{state.Run:N}-{pending.Number}", pending.Started);

    private ToolContext ContextOf(RunState state, ToolCall call, ModelMeter? meter = null, CitedPassages? cited = null) => new()
    {
        Principal = state.Principal,
        IdempotencyKey = call.IdempotencyKey,
        Session = state.Session,
        Run = state.Run,
        TraceParent = TraceParent.Of(state),
        Cited = cited ?? CitedPassages.None,
        Time = services.Time,
        Meter = meter,
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
            traits?.Audience == Audience.Principal,
            result.Embeddings,
            result.Age is { } age ? Math.Round(age.TotalMilliseconds, 2) : null);
    }
}
