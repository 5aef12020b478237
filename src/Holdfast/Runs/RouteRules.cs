using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>Who acts in a run of a router, under which limits, and how the conversation is handed over. Pure.</summary>
internal static class RouteRules
{
    /// <summary>Who acts: the specialist of a router, or the agent itself.</summary>
    public static Agent Acting(RunState state, Agent agent) => state.Route.Acting is { } name ? agent.Acting(name) : agent;

    public static RunState Apply(RunState state, RouteChosen e, long sequence, DateTimeOffset at)
    {
        var decided = state with { Route = state.Route with { Outcome = e.Outcome }, Reply = null, Failure = null };
        return e.Agent is { } specialist ? Begin(decided, specialist, keepsPlan: specialist == state.Route.Last, sequence, at) : decided;
    }

    public static RunState Apply(RunState state, AgentHandedOver e, long sequence, DateTimeOffset at) =>
        Begin(state with { Route = state.Route with { HandOvers = state.Route.HandOvers + 1 } }, e.Agent, keepsPlan: false, sequence, at);

    /// <summary>What the next run knows of the one that ended.</summary>
    public static RouteState ForNextRun(RunState state) => state.Route == RouteState.None ? state.Route : new RouteState(
        Last: state.Route.Acting ?? state.Route.Last,
        Awaited: state.Route.Acting is not null && (state.Asked is not null || state.Finished?.Reason == TerminationReason.NeedsInput),
        Asked: state.Route.Outcome == RouteOutcome.Asked);

    /// <summary>Whether no step is left, of the specialist's part or of the whole run.</summary>
    public static bool IsOutOfSteps(RunState state, Agent agent) => agent.Router is { } router
        ? state.Steps - state.Route.Steps >= agent.Limits.Steps || state.Steps >= router.Limits.Steps
        : state.Steps >= agent.Limits.Steps;

    /// <summary>How much time is left, of the specialist's part or of the whole run, whichever is less.</summary>
    public static TimeSpan TimeLeft(RunState state, Agent agent, DateTimeOffset now)
    {
        if (agent.Router is not { } router)
        {
            return agent.Limits.Time + state.Waited - (now - state.StartedAt);
        }

        var whole = router.Limits.Time + state.Waited - (now - state.StartedAt);
        var part = agent.Limits.Time + state.Waited - TimeSpan.FromMilliseconds(state.Route.WaitedMilliseconds) - (now - state.Route.At);
        return whole < part ? whole : part;
    }

    /// <summary>The hand-over that the specialist asked for in the round of calls that has just ended; or null.</summary>
    public static Record? HandOver(RunState state, Agent router)
    {
        if (router.Specialists.Count == 0 || !state.Pending.IsEmpty || state.Messages.Count == 0)
        {
            return null;
        }

        var (sequence, last, _, _) = state.Messages[state.Messages.Count - 1];
        if (last.Role != ChatRole.Tool || sequence <= state.Route.Since)
        {
            return null;
        }

        foreach (var content in last.Contents)
        {
            if (content.RawRepresentation is ResultLabel { Tool: HandOverTool.Name, Outcome: ToolOutcome.Succeeded } label)
            {
                using var arguments = JsonDocument.Parse(label.Arguments);
                var target = router.Acting(arguments.RootElement.GetProperty(HandOverTool.Target).GetString()!);
                return target == router ? null : new Record(new AgentHandedOver(target.Name, target.Version, arguments.RootElement.GetProperty(HandOverTool.Reason).GetString()!));
            }
        }

        return null;
    }

    /// <summary>Why a call to hand over is refused; null where it is none, or may be done.</summary>
    public static ToolResult? Refusal(RunState state, Agent agent, PendingCall call) =>
        call.Name != HandOverTool.Name || agent.Router is null || state.Route.HandOvers < agent.Routing.HandOvers ? null
        : new ToolResult(
            ToolOutcome.Refused,
            $"Not handed over: the conversation was handed over {state.Route.HandOvers} times for this message already. Answer as well as you can, and tell the user what you cannot do.",
            Rule: "hand-overs");

    private static RunState Begin(RunState state, string specialist, bool keepsPlan, long sequence, DateTimeOffset at) => state with
    {
        Route = state.Route with
        {
            Acting = specialist,
            Since = sequence,
            At = at,
            Steps = state.Steps,
            Tokens = state.Tokens,
            CostNanos = state.CostNanos,
            WaitedMilliseconds = state.Waited.TotalMilliseconds,
        },

        // What the last prompt was charged says nothing about the prompt of another agent.
        LastPrompt = null,
        Plan = keepsPlan ? state.Plan : null,
    };
}
