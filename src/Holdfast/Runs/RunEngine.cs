using System.Text;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary><c>Next(state) -> command</c>: pure. What holds for every pattern is here; the rest is the pattern's.</summary>
internal static class RunEngine
{
    /// <summary>Returns what the run does next, or null when no run is in hand.</summary>
    public static Command? Next(RunState state, Agent pinned)
    {
        if (!state.Running)
        {
            return null;
        }

        if (state.Ending is not null)
        {
            return SessionEnding.Next(state, pinned);
        }

        var agent = RouteRules.Acting(state, pinned);
        if (DelegationRules.AreUnderWay(state))
        {
            return DelegationRules.MayGoOn(state, agent) ? ExecuteTools.Instance : Wait.Instance;
        }

        if (DelegationRules.IsEnding(state) && HalfDone(state, agent) is not null)
        {
            // Whether it happened has to be found out, however the run ends.
            return ExecuteTools.Settling;
        }

        if (state.UnknownTool is { } tool)
        {
            return new Finish(
                TerminationReason.OutcomeUnknown,
                $"I can't tell whether the last action ({tool.Replace('_', ' ')}) went through, so I stopped rather than risk doing it twice. A person has to check it. {agent.Fallback}",
                Error: $"The outcome of {tool} is unknown.");
        }

        if (state.CancelRequested)
        {
            return agent.Pattern.Close(state, TerminationReason.Cancelled) ?? new Finish(TerminationReason.Cancelled, state.Reply);
        }

        if (state.Stopped is { } stop)
        {
            return GuardStep.Finish(state, stop, agent);
        }

        if (TicketRules.Ending(state) is { } escalated)
        {
            return escalated;
        }

        if (state.Limit is { } limit)
        {
            return WindDown(state, agent, limit);
        }

        if (state.Approval is { Status: ApprovalStatus.Pending })
        {
            return Wait.Instance;
        }

        if (state.Asked is { } asked)
        {
            return new Finish(TerminationReason.NeedsInput, asked.Question);
        }

        if (Reached(state, agent) is { } reached)
        {
            return new Record(new LimitReached(reached));
        }

        if (state.Failure is { } failure && failure.Purpose != Purposes.Route)
        {
            return ConfidenceRules.Recover(state, agent, failure) ?? AfterFailure(state, agent, failure);
        }

        if (state is { Recalled: null, Steps: 0, Pending.IsEmpty: true } && MemoryStep.Remembers(agent, state.Principal))
        {
            return Recall.Instance;
        }

        if (AnswerRules.MayLookUp(state, pinned))
        {
            return LookUpAnswer.Instance;
        }

        if (state is { LookedUp.Answer: { } known, Steps: 0 })
        {
            return new Finish(TerminationReason.Completed, known);
        }

        if (RouteRules.HandOver(state, pinned) is { } handOver)
        {
            return handOver;
        }

        var command = state.Pending.IsEmpty ? ConfidenceRules.Weigh(agent.Pattern.Next(state, agent), state, agent) : ExecuteTools.Instance;
        if (command is CallModel or ExecuteTools)
        {
            if (RouteRules.IsOutOfSteps(state, agent))
            {
                return new Record(new LimitReached(TerminationReason.StepLimit));
            }

            if (command is CallModel && ContextWindow.IsOver(state, agent) is { } target)
            {
                return ContextWindow.Summarise(state, agent, target) ?? (Command)new Compact(target);
            }
        }

        return command;
    }

    /// <summary>The call that a lost worker may have been executing, or null. Calls with effects go in order, so there is one at most.</summary>
    /// <remarks>An idempotent effect has no mark of its start, but its intent is durable before it.</remarks>
    public static PendingCall? HalfDone(RunState state, Agent agent)
    {
        foreach (var call in state.Pending)
        {
            if (!call.IsFinished)
            {
                return state.Approval?.Call == call.Id && state.Approval.Status != ApprovalStatus.Approved ? null : call.Started || (state.Interrupted && agent.Tools.Find(call.Name) is { NeedsStartMark: false, Effect: not ToolEffect.Read, Declared.ByEngine: false }) ? call : null;
            }
        }

        return null;
    }

    private static TerminationReason? Reached(RunState state, Agent agent)
    {
        if (state.Pending.IsEmpty && state.Reply is not null && state.Refusal is null && agent.Pattern.Next(state, agent) is Finish)
        {
            // The last word was said within the limits.
            return null;
        }

        if (state.Refusal is not null)
        {
            return TerminationReason.BudgetExhausted;
        }

        if (RouteRules.TimeLeft(state, agent, state.Now) <= TimeSpan.Zero || state.Failure?.Category == ErrorCategory.Cancelled)
        {
            return TerminationReason.TimeLimit;
        }

        return IsStalled(state, agent.Limits.Repetitions) ? TerminationReason.Stalled : null;
    }

    private static bool IsStalled(RunState state, int repetitions)
    {
        if (state.Turns.Length < repetitions)
        {
            return false;
        }

        var same = 0;
        foreach (var turn in state.Turns)
        {
            same += turn == state.Turns[^1] ? 1 : 0;
        }

        return same >= repetitions;
    }

    /// <summary>A limit ends the run: a last call from the reserve says what was done; without one, the journal itself says it.</summary>
    private static Command WindDown(RunState state, Agent agent, TerminationReason reason)
    {
        if (agent.Pattern.Close(state, reason) is { } closing)
        {
            return closing;
        }

        var target = ContextWindow.IsOver(state, agent);
        if (!state.ClosingTried && reason != TerminationReason.TimeLimit && target is not null && state.Pending.IsEmpty)
        {
            return new Compact(target.Value);
        }

        // With calls left open there is no room to make: the journal itself says what was done.
        if (!state.ClosingTried && reason != TerminationReason.TimeLimit && target is null)
        {
            return new CallModel(Purposes.Summarise, Tier.Fast)
            {
                UsesReserve = true,
                Instruction = $"You have to stop now ({Describe(reason)}). Tell the user in a few sentences what was done, what was not, and how to go on. Call no tool and promise nothing.",
            };
        }

        var answer = state.ClosingTried && state.Failure is null && state.Refusal?.Purpose != Purposes.Summarise && state.Reply is { Length: > 0 } summary
            ? summary
            : Summarise(state, agent, reason);
        return new Finish(reason, answer, Partial: true);
    }

    private static Command AfterFailure(RunState state, Agent agent, ModelFailed failure)
    {
        if (failure.Category == ErrorCategory.ContextTooLong && state.CompactionsForFailure == 0 && state.Messages.Count > 0 && (ContextWindow.CutFor(state, state.Messages.Bytes / 2) is not null || state.Messages.Bytes > 4_096))
        {
            return new Compact(state.Messages.Bytes / 2);
        }

        if (failure.Category != ErrorCategory.Cancelled && agent.Pattern.Recover(state, $"{failure.Category}: {failure.Message}") is { } other)
        {
            return other;
        }

        return new Finish(
            failure.CircuitOpen ? TerminationReason.CircuitOpen : TerminationReason.ProviderUnavailable,
            $"I'm sorry, I can't go on right now because a service I depend on does not answer. {agent.Fallback}",
            Partial: state.CallsMade > 0,
            Error: $"{failure.Category}: {failure.Message}");
    }

    private static string Summarise(RunState state, Agent agent, TerminationReason reason)
    {
        var text = new StringBuilder($"I had to stop before I was finished ({Describe(reason)}).");
        text.Append(state.Tools.IsEmpty ? " Nothing was changed." : $" So far I used: {string.Join(", ", state.Tools.Select(t => t.Replace('_', ' ')))}.");
        return text.Append(' ').Append(agent.Fallback).ToString();
    }

    private static string Describe(TerminationReason reason) => reason switch
    {
        TerminationReason.BudgetExhausted => "the budget for this conversation is used up",
        TerminationReason.StepLimit => "this took more steps than allowed",
        TerminationReason.TimeLimit => "this took longer than allowed",
        TerminationReason.Stalled => "I was going in circles",
        _ => reason.ToString(),
    };
}
