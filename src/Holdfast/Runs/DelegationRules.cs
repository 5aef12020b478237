using System.Security.Cryptography;
using System.Text;
using Holdfast.Agents;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Runs.Events;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>How calls of agents change a run's state, what a call may use, and what comes back of it. Pure.</summary>
internal static class DelegationRules
{
    /// <summary>How long after the time limit a caller looks whether a called agent has kept to its own.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>How long a caller that has to end waits for called agents to end, too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Whether called agents are at work.</summary>
    public static bool AreUnderWay(RunState state)
    {
        foreach (var call in state.Pending)
        {
            if (call.IsUnderWay)
            {
                return true;
            }
        }

        return false;
    }

    public static RunState Apply(RunState state, DelegationStarted e)
    {
        var index = IndexOf(state, e.Call);
        return index < 0 ? state : state with { Pending = state.Pending.SetItem(index, state.Pending[index] with { Child = e }), HandedOver = true };
    }

    /// <summary>What the call used is charged by the reducer; here what is left of it.</summary>
    public static RunState Apply(RunState state, DelegationFinished e)
    {
        var index = IndexOf(state, e.Call);
        if (index < 0)
        {
            return state;
        }

        // Its reservation ends with it, and several that wait at once wait as long as the longest.
        var pending = state.Pending.SetItem(index, state.Pending[index] with { Child = null });
        var waited = TimeSpan.FromMilliseconds(e.WaitedMilliseconds);
        var longest = waited > state.CalledWaited ? waited : state.CalledWaited;
        state = state with
        {
            Pending = pending,
            CalledTokens = state.CalledTokens + e.Tokens,
            CalledCostNanos = state.CalledCostNanos + e.CostNanos,
            CalledWaited = longest,
            Escalation = state.Escalation ?? e.Escalation,
            Lapsed = state.Lapsed ?? e.Lapsed,
        };
        return AreUnderWay(state) ? state : state with { Waited = state.Waited + longest, CalledWaited = TimeSpan.Zero };
    }

    /// <summary>What a run does next while called agents are at work: begin calls that need not wait for them, or wait.</summary>
    public static bool MayGoOn(RunState state, Agent agent)
    {
        if (IsEnding(state) || state.UnknownTool is not null || state.Approval is { Status: ApprovalStatus.Pending })
        {
            return false;
        }

        foreach (var call in state.Pending)
        {
            if (!call.IsFinished && !call.IsUnderWay && !MustWait(state, agent, call))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a call has to wait for called agents before it: calls of a turn go in order, except that called agents work at the same time.</summary>
    public static bool MustWait(RunState state, Agent agent, PendingCall call) =>
        !agent.Callees.ContainsKey(call.Name) && state.Pending.Any(c => c.IsUnderWay && c.Number < call.Number);

    /// <summary>Whether the run ends as soon as called agents have ended.</summary>
    public static bool IsEnding(RunState state) => state.CancelRequested || state.Limit is not null || state.Stopped is not null;

    /// <summary>When a waiting run has to be looked at although nothing arrived.</summary>
    public static DateTimeOffset DueAt(RunState state, Agent agent, DateTimeOffset now)
    {
        var approval = state.Approval is { Status: ApprovalStatus.Pending } pending ? pending.DueAt : DateTimeOffset.MaxValue;
        if (!AreUnderWay(state))
        {
            return approval;
        }

        // A called agent that waits for people has time meanwhile.
        var limit = TimeLimitOf(state, agent);
        var due = IsEnding(state) ? now + Patience : now < limit ? limit : now + agent.Limits.Time;
        return due < approval ? due : approval;
    }

    /// <summary>When called agents must have ended that do not wait for people.</summary>
    public static DateTimeOffset TimeLimitOf(RunState state, Agent agent) => state.StartedAt + agent.Limits.Time + state.Waited + Grace;

    /// <summary>When a called agent must have ended, given how long it waited for people so far.</summary>
    public static DateTimeOffset TimeLimitOf(DelegationStarted call, RunState child, DateTimeOffset openedAt) =>
        (child.Running ? child.StartedAt + child.Waited : openedAt) + TimeSpan.FromSeconds(call.Seconds) + Grace;

    /// <summary>Whether a caller that has to end gives up those that have not ended.</summary>
    public static bool GivesUp(RunState state, DateTimeOffset now) => IsEnding(state) && now - state.Now >= Patience;

    /// <summary>The tokens or the money that is reserved for called agents.</summary>
    public static long Reserved(RunState state, bool isMoney)
    {
        var reserved = 0L;
        foreach (var call in state.Pending)
        {
            reserved += call.IsUnderWay ? (isMoney ? call.Child!.CostNanos : call.Child!.Tokens) ?? 0 : 0;
        }

        return reserved;
    }

    /// <summary>The beginning of a call, with its share of what is left; or why it is refused.</summary>
    public static (DelegationStarted? Started, ToolResult? Refusal) Start(RunState state, Agent agent, PendingCall call, DateTimeOffset now)
    {
        var callee = agent.Callees[call.Name];
        if (DepthLeft(agent) < 1)
        {
            return (null, new ToolResult(ToolOutcome.Refused, $"{call.Name} was not called: calls of agents may not lie deeper below each other. Do it yourself, or tell the user.", Rule: "depth"));
        }

        var (tokens, cost) = (ShareOf(state, agent, callee.Share, isMoney: false), ShareOf(state, agent, callee.Share, isMoney: true));
        if (tokens is < RunBudget.LeastOutputTokens || cost < 1)
        {
            return (null, new ToolResult(ToolOutcome.Refused, $"{call.Name} was not called: too little is left of the budget. Finish with what you have.", Rule: "budget"));
        }

        var left = RouteRules.TimeLeft(state, agent, now);
        var seconds = Math.Max(1, Math.Min(left.TotalSeconds, callee.Agent.Limits.Time.TotalSeconds));
        return (new DelegationStarted(call.Id, callee.Agent.Name, callee.Agent.Version, IdOf(state, call, "session"), IdOf(state, call, "run"), seconds, tokens, cost), null);
    }

    /// <summary>What a run hands down to the run that one of its calls makes.</summary>
    public static CallingRun CallerOf(RunState state, Agent agent, PendingCall call) => new(
        state.Session,
        state.Run,
        call.Id,
        state.CalledBy?.Trace ?? state.Run,
        DepthLeft(agent) - 1,
        call.Child!.Seconds,
        call.Child.Tokens,
        call.Child.CostNanos,
        Least(agent.Limits.UserDayCost, agent.Router?.Limits.UserDayCost),
        Least(agent.Limits.TenantDayCost, agent.Router?.Limits.TenantDayCost),
        call.Taint,
        state.ReadPrivate);

    /// <summary>An agent under the limits that its caller sets it, too.</summary>
    public static Agent Limited(Agent agent, RunState state)
    {
        if (state.CalledBy is not { } caller)
        {
            return Patterns.BatchPattern.Limited(agent, state);
        }

        var limits = agent.Limits;
        var time = TimeSpan.FromSeconds(caller.Seconds);
        return agent.Under(limits with
        {
            Time = time < limits.Time ? time : limits.Time,
            RunTokens = Least(limits.RunTokens, caller.Tokens),
            RunCost = Least(limits.RunCost, caller.CostNanos / 1_000_000_000m),
            UserDayCost = Least(limits.UserDayCost, caller.UserDayCost),
            TenantDayCost = Least(limits.TenantDayCost, caller.TenantDayCost),
            Depth = Math.Min(limits.Depth, caller.Depth),
        });
    }

    /// <summary>The end of a call, and what the caller's model is shown of it: the answer, a question, or an error that it can act on.</summary>
    /// <param name="call">The call.</param>
    /// <param name="child">The state in which the called agent's run ended.</param>
    public static (DelegationFinished Finished, ToolFinished Result) Finish(PendingCall call, RunState child)
    {
        var end = child.Finished!;
        var finished = new DelegationFinished(
            call.Id,
            end.Reason,
            child.Tokens,
            child.CostNanos,
            child.Waited.TotalMilliseconds,
            end.Reason == TerminationReason.Escalated ? end.Error ?? "It was escalated." : null,
            child.Lapsed);
        var trust = child.Taint is null ? null : ResultLabel.Untrusted;
        var took = (child.Now - child.StartedAt).TotalMilliseconds;
        var (outcome, text) = end.Reason switch
        {
            TerminationReason.Completed => (ToolOutcome.Succeeded, end.Answer ?? ""),
            TerminationReason.NeedsInput => (ToolOutcome.Succeeded, $"It cannot go on without an answer to this: {end.Answer}\nIf you know the answer, call {call.Name} again with the whole task and the answer; else ask the user."),
            TerminationReason.OutcomeUnknown => (ToolOutcome.Unknown, $"It is not known whether an action of {call.Name} happened. A person has to check that. Do not do it again; tell the user."),
            var reason => (ToolOutcome.Failed, $"{call.Name} did not finish the task ({Spoken(reason)}). It said: {end.Answer}\nGo on without it where you can, or tell the user."),
        };
        return (finished, new ToolFinished(call.Id, outcome, text, Math.Round(took, 2), 1, Error: end.Error, Trust: trust, Private: child.ReadPrivate));
    }

    /// <summary>The end of a call whose run nobody could wait for any longer, or which was never made.</summary>
    /// <param name="call">The call.</param>
    /// <param name="child">What is known of the run; null when it was never made.</param>
    public static (DelegationFinished Finished, ToolFinished Result) Abandon(PendingCall call, RunState? child) => child is null
        ? (new DelegationFinished(call.Id, null), new ToolFinished(call.Id, ToolOutcome.Refused, $"{call.Name} was not called: the run ended before.", 0, 0, "ended"))
        : (new DelegationFinished(call.Id, null, call.Child!.Tokens ?? child.Tokens, call.Child.CostNanos ?? child.CostNanos),
            new ToolFinished(call.Id, ToolOutcome.Failed, $"{call.Name} was asked to end and has not done so.", 0, 1, "ended"));

    /// <summary>Names a reason as everywhere outside: in small letters, with hyphens.</summary>
    private static string Spoken(TerminationReason reason) =>
        string.Concat(reason.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>How many calls may lie below each other; a specialist's router has a say in it.</summary>
    private static int DepthLeft(Agent agent) => Math.Min(agent.Limits.Depth, agent.Router?.Limits.Depth ?? int.MaxValue);

    private static long? ShareOf(RunState state, Agent agent, double share, bool isMoney)
    {
        long? left = null;
        foreach (var ceiling in Ceilings.Of(state, agent, usesReserve: false))
        {
            left = ceiling.IsMoney == isMoney ? Math.Min(left ?? long.MaxValue, ceiling.Left) : left;
        }

        return left is null ? null : (long)(left.Value * share);
    }

    private static long? Least(long? own, long? given) => own is null || given < own ? given ?? own : own;

    private static decimal? Least(decimal? own, decimal? given) => own is null || given < own ? given ?? own : own;

    /// <summary>The ids of what a call makes: always the same, so that it is made once.</summary>
    private static Guid IdOf(RunState state, PendingCall call, string what) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{state.Run:N}-{call.Number}-child-{what}")).AsSpan(0, 16));

    private static int IndexOf(RunState state, string call)
    {
        var index = state.Pending.Length - 1;
        while (index >= 0 && state.Pending[index].Id != call)
        {
            index--;
        }

        return index;
    }
}
