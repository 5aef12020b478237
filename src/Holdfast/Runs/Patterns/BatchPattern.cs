using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Agents;
using Holdfast.Runs.Batches;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;

namespace Holdfast.Runs.Patterns;

/// <summary>Works on a batch: several items in each call, then, one by one, those that got no valid result.</summary>
internal sealed class BatchPattern : Pattern
{
    /// <summary>The name of the agent that works on batches. It is no agent to talk to, so that no list shows it.</summary>
    public const string AgentName = "batch";

    private readonly ConditionalWeakTable<string, BatchTask> tasks = [];

    public override string Fingerprint => "batch";

    /// <summary>The agent that works on batches.</summary>
    public static Agent CreateAgent() => Agent.Define(AgentName)
        .Describe("works on batches of items")
        .Follow(new BatchPattern())
        .FallBackTo("What is done can be downloaded.")
        .KeepSessionsFor(TimeSpan.FromDays(1))

        // Its results are data for a program, not answers to a person: of the guards, those stay that keep secrets and personal data out of the journal.
        .WithoutGuards("prompt-injection", "document-injection", "prompt-leak", "internal-details", "promises", "groundedness")

        // An item costs four steps at most: three calls and its part of a packed one. The items are shown call by call, so that the window is not in use.
        .Limit(l => l with { Steps = 4 * Batch.MostItems, Time = TimeSpan.FromDays(1), RunTokens = null, Reserve = 0, OutputTokens = 8_192, WindowTokens = 500_000_000 })
        .Build();

    /// <summary>The agent under the ceiling that the batch sets.</summary>
    public static Agent Limited(Agent agent, RunState state) =>
        agent.Pattern is BatchPattern pattern && pattern.TaskOf(state)?.Batch.MaxCost is { } most ? agent.Under(agent.Limits with { RunCost = most }) : agent;

    public override Command Next(RunState state, Agent agent)
    {
        if (TaskOf(state) is not { } task)
        {
            return new Finish(TerminationReason.Failed, "This is no batch that can be worked on.", Error: "The input of the run cannot be read as a batch.");
        }

        var items = ItemsOfCall(state, task);
        if (items.Count == 0)
        {
            return new Finish(TerminationReason.Completed, Describe(state, task));
        }

        return state.Reply is { } reply ? new Record(new BatchChecked(task.Check(items, reply, item => TriesOf(state, item)))) : new CallModel(Purposes.Batch, task.Batch.Tier)
        {
            Instruction = task.Instruction,
            Document = BatchTask.Document(items, state.Batch.GetValueOrDefault(items[0].Id)?.Violations),
            ResponseSchema = BatchTask.ReplySchema,
            ResponseFormat = task.ResponseFormat,
            SchemaBytes = Encoding.UTF8.GetByteCount(task.Format.GetRawText()),
        };
    }

    internal override Command? Recover(RunState state, string error)
    {
        if (TaskOf(state) is not { } task || state.Failure is not { } failure)
        {
            return null;
        }

        var categories = failure.Attempts.Select(a => a.Category ?? failure.Category).Append(failure.Category).ToList();
        var isOfTheItems = categories.Any(c => c is ErrorCategory.MalformedOutput or ErrorCategory.ContextTooLong or ErrorCategory.ContentFiltered);
        return isOfTheItems || categories.TrueForAll(c => c == ErrorCategory.BadRequest)
            ? new Record(new BatchChecked(BatchTask.Fail(ItemsOfCall(state, task), error, isOfTheItems, item => TriesOf(state, item))))
            : new Finish(
                failure.CircuitOpen ? TerminationReason.CircuitOpen : TerminationReason.ProviderUnavailable,
                $"The models do not answer. {Describe(state, task)}",
                Partial: !state.Batch.IsEmpty,
                Error: error);
    }

    internal override Command? Close(RunState state, TerminationReason reason)
    {
        if (TaskOf(state) is not { } task)
        {
            return null;
        }

        // What was paid for is kept.
        return state.Reply is { } reply && ItemsOfCall(state, task) is { Count: > 0 } items
            ? new Record(new BatchChecked(task.Check(items, reply, item => TriesOf(state, item))))
            : new Finish(reason, $"The batch was ended before it was finished. {Describe(state, task)}", Partial: !state.Batch.IsEmpty);
    }

    private static string Describe(RunState state, BatchTask task)
    {
        var done = state.Batch.Values.Count(static o => o.Result is not null);
        var failed = state.Batch.Values.Count(static o => o is { Result: null, Again: false });
        return $"Of {task.Batch.Items.Count} items {done} are done, {failed} failed and {task.Batch.Items.Count - done - failed} are left.";
    }

    /// <summary>The items of the call under way, or of the next one: as many as go together; when all were tried, the first that is tried alone.</summary>
    private static IReadOnlyList<BatchItem> ItemsOfCall(RunState state, BatchTask task)
    {
        var together = task.Batch.Items.Where(item => !state.Batch.ContainsKey(item.Id)).Take(task.Batch.PerCall).ToList();
        return together.Count > 0 ? together : [.. task.Batch.Items.Where(item => state.Batch[item.Id].Again).Take(1)];
    }

    private static int TriesOf(RunState state, BatchItem item) => state.Batch.GetValueOrDefault(item.Id)?.Tries ?? 0;

    private BatchTask? TaskOf(RunState state)
    {
        if (!tasks.TryGetValue(state.Input, out var task) && BatchJson.Read(state.Input) is { } batch)
        {
            task = new BatchTask(batch);
            tasks.AddOrUpdate(state.Input, task);
        }

        return task;
    }
}
