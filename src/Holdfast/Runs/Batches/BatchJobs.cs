using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Runs.Events;
using Holdfast.Runs.Patterns;

namespace Holdfast.Runs.Batches;

/// <summary>Starts batches and tells what became of them. A batch is a run: it survives crashes, keeps to its ceilings and has a trace as every run does.</summary>
/// <param name="runtime">The runtime that works on them.</param>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class BatchJobs(AgentRuntime runtime)
{
    /// <summary>Accepts a batch. When the task ends, it is durable and will be worked on whatever happens to this process.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="principal">Who it is worked on for; null for <see cref="Principal.Anonymous"/>.</param>
    /// <param name="idempotencyKey">The caller's key: the same key and batch again give the same run. Or null.</param>
    /// <param name="cancellationToken">Gives up waiting; the batch may still be accepted.</param>
    /// <returns>The run that works on it; its id is the batch's.</returns>
    /// <exception cref="HoldfastException"><c>invalid-batch</c> with the place, <c>invalid-schema</c>, <c>idempotency-conflict</c>, <c>store-unavailable</c>.</exception>
    public async Task<AcceptedRun> StartAsync(Batch batch, Principal? principal = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        batch.Demand();
        var input = BatchJson.Write(batch);

        // Two requests in one: each has a key of its own, so that a repetition finds both, or does what is missing.
        var key = idempotencyKey is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)));
        var metadata = JsonElement.Parse($$"""{"items":{{batch.Items.Count}}}""");
        var session = await runtime.OpenSessionAsync(runtime.Agents.ForBatches, principal, metadata, key is null ? null : $"batch-session:{key}", cancellationToken);
        return await runtime.SendAsync(session.Id, input, new SendOptions { IdempotencyKey = key is null ? null : $"batch:{key}", MostCharacters = int.MaxValue }, cancellationToken);
    }

    /// <summary>Returns a batch as it stands, with the results so far; null when there is none or it is another tenant's.</summary>
    /// <param name="id">The batch.</param>
    /// <param name="tenant">The tenant that may see it; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<BatchReport?> FindAsync(Guid id, string? tenant = null, CancellationToken cancellationToken = default)
    {
        if (await runtime.FindRunAsync(id, tenant, cancellationToken) is not { Agent: BatchPattern.AgentName } run)
        {
            return null;
        }

        Batch? batch = null;
        var outcomes = new Dictionary<string, BatchOutcome>(StringComparer.Ordinal);
        foreach (var record in await runtime.ReadRunAsync(id, tenant: tenant, cancellationToken: cancellationToken) ?? [])
        {
            if (record is { Kind: "run.started" or "batch.checked" or "model.replied" or "model.retried" or "model.failed", Payload.IsEmpty: false })
            {
                var happened = EventCodec.Decode(record);
                batch = happened is RunStarted started ? BatchJson.Read(started.Input) : batch;
                foreach (var outcome in (happened as BatchChecked)?.Items ?? [])
                {
                    outcomes[outcome.Item] = outcome;
                }

                run = run.Status == RunStatus.Finished ? run : With(run, happened);
            }
        }

        var results = (batch?.Items ?? []).Select(item => ResultOf(item.Id, outcomes.GetValueOrDefault(item.Id))).ToList();
        return new BatchReport(run, results.Count > 0 ? results.Count : await CountAsync(run.Session, cancellationToken), results);
    }

    /// <summary>Asks a batch to end. What is done stays.</summary>
    /// <param name="id">The batch.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>True when the request was accepted, false when the batch had already ended.</returns>
    /// <exception cref="HoldfastException"><c>unknown-batch</c>.</exception>
    public async Task<bool> CancelAsync(Guid id, string by, string? tenant = null, CancellationToken cancellationToken = default) =>
        await runtime.FindRunAsync(id, tenant, cancellationToken) is { Agent: BatchPattern.AgentName }
            ? await runtime.CancelAsync(id, by, tenant, cancellationToken)
            : throw new HoldfastException("unknown-batch", $"There is no batch {id:N}.");

    private static BatchResult ResultOf(string id, BatchOutcome? outcome) => new(
        id,
        outcome is null or { Result: null, Again: true } ? BatchItemStatus.Left : outcome.Result is null ? BatchItemStatus.Failed : BatchItemStatus.Done,
        outcome?.Result is { } result ? JsonElement.Parse(result) : null,
        outcome?.Violations ?? [],
        outcome?.Tries ?? 0);

    /// <summary>A run that goes on, with what a call used: its own sums are made at its end.</summary>
    private static RunResult With(RunResult run, RunEvent happened)
    {
        var attempts = (happened as ModelReplied)?.Attempts ?? (happened as ModelRetried)?.Attempts ?? (happened as ModelFailed)?.Attempts ?? [];
        return run with
        {
            Steps = run.Steps + (happened is ModelReplied or ModelFailed ? 1 : 0),
            InputTokens = run.InputTokens + attempts.Sum(static a => a.InputTokens),
            OutputTokens = run.OutputTokens + attempts.Sum(static a => a.OutputTokens),
            Cost = run.Cost + (attempts.Sum(static a => a.CostNanos) / 1_000_000_000m),
        };
    }

    /// <summary>How many items a batch has whose run has not begun.</summary>
    private async Task<int> CountAsync(Guid session, CancellationToken cancellationToken)
    {
        if ((await runtime.FindSessionAsync(session, cancellationToken: cancellationToken))?.Metadata is not { } metadata)
        {
            return 0;
        }

        using var document = JsonDocument.Parse(metadata);
        return document.RootElement.GetProperty("items").GetInt32();
    }
}
