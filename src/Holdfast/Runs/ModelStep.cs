using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Agents;
using Holdfast.Cost;
using Holdfast.Models;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>Performs <see cref="CallModel"/>: builds the prompt, asks the gateway, records the outcome.</summary>
internal sealed class ModelStep(RunServices services)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask PerformAsync(SessionJournal journal, Agent agent, CallModel command, CancellationToken cancellationToken)
    {
        var state = journal.State;
        var prompt = AgentPrompt.Of(agent);
        var messages = new List<ChatMessage>(state.Messages.Count + 4) { prompt.System };
        if (state.Summary is { } summary)
        {
            messages.Add(Said($"[What happened before, summarised]\n{summary}"));
        }

        state.Messages.CopyTo(messages);
        if (!state.Pending.IsEmpty)
        {
            messages.Add(new ChatMessage(ChatRole.Tool, [.. state.Pending.Select(c => new FunctionResultContent(c.Id, c.Result ?? "No result: a limit was reached before one came."))]));
        }

        if (command.Instruction is { } instruction)
        {
            messages.Add(Said(instruction));
        }

        var extraBytes = ExtraBytes(state, command);
        var sink = command.IsAnswer && services.Hub.IsWatched(journal.Session) ? new HubSink(services.Hub, journal.Session) : null;
        if (sink is null)
        {
            journal.Post();
        }
        else
        {
            // Text is about to leave the process: what it follows from must be durable first.
            await journal.FlushAsync();
        }

        var outcome = await services.Gateway.CallAsync(
            new ModelCall
            {
                Purpose = command.Purpose,
                Tier = command.Tier,
                Messages = messages,
                Tools = command.OffersTools ? agent.Tools.Declarations : null,
                ForbidsToolCalls = command.Purpose == Purposes.Plan,
                ResponseSchema = command.ResponseSchema,
                ResponseFormat = command.ResponseFormat,
                MaxOutputTokens = agent.Limits.OutputTokens,
                InputBytes = prompt.Bytes + Encoding.UTF8.GetByteCount(state.Summary ?? "") + state.Messages.Bytes + extraBytes,
                Known = state.LastPrompt is { } known ? known with { Bytes = state.Messages.Bytes - known.Bytes + extraBytes + 16 } : null,
                Temperature = agent.Temperature,
                Budget = BudgetOf(state, agent, command.UsesReserve),
                Properties = PropertiesOf(prompt, state, agent, command.Purpose),
                Sink = sink,
            },
            cancellationToken);
        journal.Record(EventOf(outcome, state, command));
    }

    /// <summary>The size of what only this prompt holds, in UTF-8 bytes.</summary>
    private static long ExtraBytes(RunState state, CallModel command)
    {
        long bytes = command.SchemaBytes;
        bytes += command.Instruction is null ? 0 : Encoding.UTF8.GetByteCount(command.Instruction) + 16;
        foreach (var call in state.Pending)
        {
            bytes += 64 + Encoding.UTF8.GetByteCount(call.Result ?? "");
        }

        return bytes;
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

    private RunBudget BudgetOf(RunState state, Agent agent, bool usesReserve)
    {
        var limits = agent.Limits;
        var share = usesReserve ? 1.0 : 1.0 - limits.Reserve;
        var ceilings = new List<Ceiling>(4);
        if (limits.RunTokens is { } runTokens)
        {
            ceilings.Add(new Ceiling("run tokens", isMoney: false, (long)(runTokens * share) - state.Tokens));
        }

        if (limits.SessionTokens is { } sessionTokens)
        {
            ceilings.Add(new Ceiling("session tokens", isMoney: false, (long)(sessionTokens * share) - state.SessionTokens));
        }

        if (limits.RunCost is { } runCost)
        {
            ceilings.Add(new Ceiling("run cost", isMoney: true, (long)(Nanos(runCost) * share) - state.CostNanos));
        }

        if (limits.SessionCost is { } sessionCost)
        {
            ceilings.Add(new Ceiling("session cost", isMoney: true, (long)(Nanos(sessionCost) * share) - state.SessionCostNanos));
        }

        return new RunBudget(ceilings, SharedBudgetsOf(state, limits), services.Budgets, state.Run);
    }

    private List<SharedBudget> SharedBudgetsOf(RunState state, AgentLimits limits)
    {
        var budgets = new List<SharedBudget>();
        if (limits.UserDayCost is null && limits.TenantDayCost is null)
        {
            return budgets;
        }

        var day = services.Time.GetUtcNow().ToString("yyyy-MM-dd");
        if (limits.UserDayCost is { } userDay)
        {
            budgets.Add(new SharedBudget("user day", $"user/{state.Principal.Tenant}/{state.Principal.User}/{day}", Nanos(userDay)));
        }

        if (limits.TenantDayCost is { } tenantDay)
        {
            budgets.Add(new SharedBudget("tenant day", $"tenant/{state.Principal.Tenant}/{day}", Nanos(tenantDay)));
        }

        return budgets;
    }

    private static long Nanos(decimal usd) => (long)(usd * 1_000_000_000m);

    private AdditionalPropertiesDictionary PropertiesOf(AgentPrompt prompt, RunState state, Agent agent, string purpose) => new(prompt.Properties)
    {
        [ModelCallProperties.Purpose] = purpose,
        [ModelCallProperties.Now] = TimeZoneInfo.ConvertTime(services.Time.GetUtcNow(), agent.TimeZone),
        [ModelCallProperties.TraceParent] = TraceParent.Of(state.Run, state.Steps),
    };

    private sealed class HubSink(RunHub hub, Guid session) : ITextSink
    {
        public void Append(string text) => hub.PublishText(session, text);

        public void Restart() => hub.PublishText(session, null);
    }
}
