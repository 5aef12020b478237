using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.Cost;
using Holdfast.Models;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>Performs <see cref="CallModel"/>: builds the prompt, asks the gateway, records the outcome.</summary>
internal sealed class ModelStep(RunServices services, GuardStep guards)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask PerformAsync(SessionJournal journal, Agent pinned, CallModel command, CancellationToken cancellationToken)
    {
        var state = journal.State;
        var agent = RouteRules.Acting(state, pinned);
        var prompt = AgentPrompt.Of(agent);
        var messages = command.Document is { } document ? [new ChatMessage(ChatRole.System, command.Instruction), Said(document)] : Conversation(state, agent, command);
        var sink = command.IsAnswer && services.Hub.IsWatched(journal.Session)
            ? new GuardedSink(services.Hub, journal.Session, agent.Guards, GuardStep.Surroundings(state, agent)) : null;
        if (sink is null)
        {
            journal.Post();
        }
        else
        {
            // Text is about to leave the process: what it follows from must be durable first.
            await journal.FlushAsync();
        }

        var size = PromptSize.Of(state, agent, command);
        var budget = BudgetOf(state, agent, command.UsesReserve);
        var outcome = await services.Gateway.CallAsync(
            new ModelCall
            {
                Purpose = command.Purpose,
                Tier = command.Tier,
                Messages = messages,
                Tools = command.OffersTools ? OfferedTools.Of(state, agent) : null,
                ForbidsToolCalls = command.ForbidsCalls || command.Purpose == Purposes.Plan,
                IsTrial = command.IsTrial,
                ResponseSchema = command.ResponseSchema,
                ResponseFormat = command.ResponseFormat,
                MaxOutputTokens = agent.Limits.OutputTokens,
                InputBytes = size.Bytes,
                Known = size.Known,
                Temperature = command.Temperature ?? agent.Temperature,
                Budget = budget,
                Properties = PropertiesOf(prompt, state, agent, command.Purpose),
                Sink = sink,
                BeforeAttempt = (reserved, attempts) => BackAsync(journal, pinned, command, reserved, attempts),
            },
            cancellationToken);
        await guards.RecordAsync(journal, agent, EventOf(outcome, state, command), sink);
        foreach (var warning in budget.Warnings)
        {
            services.Record(journal, warning);
        }
    }

    private static List<ChatMessage> Conversation(RunState state, Agent agent, CallModel command)
    {
        var messages = new List<ChatMessage>(state.Messages.Count + 6) { AgentPrompt.Of(agent).System };
        if (MemoryStep.Describe(state) is { } known)
        {
            messages.Add(Said(known));
        }

        if (state.Summary is { } summary)
        {
            messages.Add(Said($"[What happened before, summarised]\n{summary}"));
        }

        if (ContextWindow.Notes(state, agent) is { } notes)
        {
            messages.Add(Said(notes));
        }

        (command.Purpose == Purposes.Sample ? ConfidenceRules.WithoutUnsaid(state) : state.Messages).CopyTo(messages);
        if (!state.Pending.IsEmpty)
        {
            messages.Add(new ChatMessage(ChatRole.Tool, [.. state.Pending.Select(c => ResultContent.Of(state, c, "No result: a limit was reached before one came."))]));
        }

        if (command.Instruction is { } instruction)
        {
            messages.Add(Said(instruction));
        }

        return messages;
    }

    /// <summary>Lets an attempt begin only when a successor would assume at least what is then used and not durable: else what was used is made durable first.</summary>
    private async ValueTask<bool> BackAsync(SessionJournal journal, Agent agent, CallModel command, BudgetReservation reserved, IReadOnlyList<ModelAttempt> attempts)
    {
        if (await IsBackedAsync(journal, agent, reserved, attempts))
        {
            return false;
        }

        await journal.FlushAsync();
        if (await IsBackedAsync(journal, agent, reserved, attempts))
        {
            return false;
        }

        journal.Record(new ModelRetried(command.Purpose, command.Tier, attempts, reserved.Tokens, reserved.CostNanos));
        await journal.FlushAsync();
        return true;
    }

    private async ValueTask<bool> IsBackedAsync(SessionJournal journal, Agent agent, BudgetReservation reserved, IReadOnlyList<ModelAttempt> attempts)
    {
        var tokens = journal.State.SessionTokens + reserved.Tokens;
        var cost = journal.State.SessionCostNanos + reserved.CostNanos;
        foreach (var attempt in attempts)
        {
            tokens += attempt.InputTokens + attempt.OutputTokens;
            cost += attempt.CostNanos;
        }

        var states = await journal.PossiblyLastAsync();
        foreach (var state in states)
        {
            var assumed = LostUsage.Of(services.Gateway.Catalog, state, agent);
            if (tokens - state.SessionTokens > assumed.Tokens || cost - state.SessionCostNanos > assumed.CostNanos)
            {
                return false;
            }
        }

        return states.Count > 0;
    }

    /// <summary>A message of the engine's own, marked as not the user's words.</summary>
    private static ChatMessage Said(string text) =>
        new(ChatRole.User, [new TextContent(text) { AdditionalProperties = new() { [ModelCallProperties.Context] = true } }]);

    private static RunEvent EventOf(ModelOutcome outcome, RunState state, CallModel command)
    {
        if (outcome.Reply is { } reply)
        {
            var calls = reply.ToolCalls.Count == 0 ? null : new RequestedCall[reply.ToolCalls.Count];
            for (var i = 0; i < calls?.Length; i++)
            {
                // Ids of our own: providers' ids are not always unique, and each protocol accepts these.
                calls[i] = new RequestedCall($"c{state.Ordinal}_{state.CallsMade + i + 1}", reply.ToolCalls[i].Name, reply.ToolCalls[i].Arguments);
            }

            var prompt = new PromptReference(
                state.Messages.Count == 0 ? 0 : state.Messages[0].Sequence, state.Sequence, state.Messages.Count, command.Instruction);
            return new ModelReplied(
                command.Purpose, command.Tier, outcome.Attempts, prompt, reply.Text.Length == 0 ? null : reply.Text, reply.Reasoning, calls);
        }

        return outcome.Refusal is { } refusal
            ? new BudgetRefused(refusal.Ceiling, refusal.Needed, refusal.Left, command.Purpose, outcome.Attempts.Count == 0 ? null : outcome.Attempts)
            : new ModelFailed(command.Purpose, command.Tier, outcome.Attempts, outcome.Category, outcome.Message, outcome.CircuitOpen);
    }

    private RunBudget BudgetOf(RunState state, Agent agent, bool usesReserve) => new(
        Ceilings.Of(state, agent, usesReserve), Ceilings.SharedOf(state, agent, services.Time.GetUtcNow()), services.Budgets, state.Run);

    private AdditionalPropertiesDictionary PropertiesOf(AgentPrompt prompt, RunState state, Agent agent, string purpose) => new(prompt.Properties)
    {
        [ModelCallProperties.Purpose] = purpose,
        [ModelCallProperties.Now] = TimeZoneInfo.ConvertTime(services.Time.GetUtcNow(), agent.TimeZone),
        [ModelCallProperties.TraceParent] = TraceParent.Of(state),
    };
}
