using System.Runtime.CompilerServices;
using Holdfast.Cost;
using Microsoft.Extensions.AI;

namespace Holdfast.Models;

/// <summary>The one path of every model call: chain, admission, reservation, attempt, validation, re-ask, settlement, record.</summary>
/// <remarks>Safe for concurrent use. It never throws for what a provider does: the outcome says what happened.</remarks>
public sealed class ModelGateway
{
    /// <summary>How often a malformed answer is sent back with its violations.</summary>
    private const int MaximumReasks = 2;

    private readonly ModelCatalog catalog;
    private readonly IdSource ids;
    private readonly TimeProvider time;

    /// <summary>Creates a gateway.</summary>
    /// <param name="catalog">The models per tier.</param>
    /// <param name="ids">Randomness for the jitter of retries; null for the system's.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ModelGateway(ModelCatalog catalog, IdSource? ids = null, TimeProvider? time = null)
    {
        this.catalog = catalog;
        this.ids = ids ?? IdSource.System;
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>The models per tier.</summary>
    public ModelCatalog Catalog => catalog;

    /// <summary>Makes the call: each model of the tier's chain in turn until one answers completely and validly.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the attempt under way; the outcome then has category <see cref="ErrorCategory.Cancelled"/>.</param>
    public async Task<ModelOutcome> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var progress = new Progress(call);
        var chain = catalog.Chain(call.Tier);
        foreach (var endpoint in chain)
        {
            if (call.IsTrial && endpoint.Provider.IsLocal && chain.Any(static e => !e.Provider.IsLocal))
            {
                continue;
            }

            var outcome = await TryEndpointAsync(endpoint, progress, cancellationToken);
            if (outcome is not null)
            {
                return outcome;
            }
        }

        return progress.Failed();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ModelOutcome?> TryEndpointAsync(ModelEndpoint endpoint, Progress progress, CancellationToken cancellationToken)
    {
        var options = endpoint.Provider.Options;
        var retries = 0;
        var reasks = 0;
        var outputTokens = progress.Call.MaxOutputTokens;
        progress.Messages = progress.Call.Messages;
        while (true)
        {
            var (passed, result) = await AttemptAsync(endpoint, progress, outputTokens, cancellationToken);
            if (!passed)
            {
                progress.Skipped(endpoint);
                return null;
            }

            if (result.Refusal is { } refusal)
            {
                // A free model needs no money, so the chain goes on to see whether there is one.
                progress.Refusal = refusal;
                return null;
            }

            if (result.Reply is { } reply)
            {
                return progress.Succeeded(reply);
            }

            var failure = result.Failure!;
            TimeSpan wait;
            switch (failure.Category)
            {
                case ErrorCategory.Cancelled:
                case ErrorCategory.ContextTooLong:
                    return progress.Failed();
                case ErrorCategory.MalformedOutput when reasks < MaximumReasks:
                    reasks++;
                    outputTokens = result.CutOff ? outputTokens * 2 : outputTokens;
                    progress.Messages = result.CutOff ? progress.Messages : [.. progress.Call.Messages, Reask(failure)];
                    continue;
                default:
                    if (options.RetryWait(failure, retries++, ids) is not { } next)
                    {
                        return null;
                    }

                    wait = next;
                    break;
            }

            try
            {
                await Task.Delay(wait, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return progress.Cancelled();
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(bool Passed, AttemptResult Result)> AttemptAsync(
        ModelEndpoint endpoint, Progress progress, int outputTokens, CancellationToken cancellationToken)
    {
        var provider = endpoint.Provider;
        if (!provider.Breaker.MayPass)
        {
            // A dead provider is skipped at once, without waiting for a place or a slot of its rate.
            return (false, default);
        }

        var started = time.GetTimestamp();
        try
        {
            await provider.Admission.EnterAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return (true, progress.Record(endpoint, TimeSpan.Zero, default, new ModelException(ErrorCategory.Cancelled, "The call was cancelled while it waited for the provider.")));
        }

        var passed = false;
        var reported = false;
        try
        {
            passed = provider.Breaker.TryPass();
            if (!passed)
            {
                return (false, default);
            }

            var call = progress.Call;
            var bound = call.InputTokenBound(endpoint.Name) + progress.ReaskBytes();
            var (reserved, refusal) = await call.Budget.ReserveAsync(bound, outputTokens, endpoint.Price, cancellationToken);
            if (refusal is not null)
            {
                return (true, new AttemptResult { Refusal = refusal });
            }

            await progress.BeginAttemptAsync(endpoint, reserved);
            started = time.GetTimestamp();
            var exchange = await ModelExchange.RunAsync(endpoint, call, progress.Messages, (int)reserved.OutputTokens, time, cancellationToken);
            var used = ModelUsage.Of(exchange, reserved);
            var cost = endpoint.Price.CostNanos(used.InputTokens, used.OutputTokens, used.CachedTokens);
            await call.Budget.SettleAsync(reserved, used.InputTokens, used.OutputTokens, cost, endpoint.Price);
            provider.Breaker.Report(exchange.Failure);
            reported = true;
            return (true, progress.Record(endpoint, time.GetElapsedTime(started), used with { CostNanos = cost }, exchange));
        }
        finally
        {
            if (passed && !reported)
            {
                provider.Breaker.Undecided();
            }

            provider.Admission.Leave();
        }
    }

    private static ChatMessage Reask(ModelException failure) =>
        new(ChatRole.User, $"Your last reply could not be used. {failure.Message} Reply again, complete and corrected.");

    /// <summary>What one attempt came to.</summary>
    private readonly record struct AttemptResult(ModelReply? Reply, ModelException? Failure, BudgetRefusal? Refusal, bool CutOff);

    /// <summary>The state of one call over all its attempts.</summary>
    private sealed class Progress(ModelCall call)
    {
        private List<ModelAttempt> attempts = [];
        private ModelException? last;
        private int skipped;

        public ModelCall Call { get; } = call;

        public IReadOnlyList<ChatMessage> Messages { get; set; } = call.Messages;

        public BudgetRefusal? Refusal { get; set; }

        /// <summary>What a re-ask adds to the input, in bytes, which no tokenizer can exceed.</summary>
        public long ReaskBytes() => Messages.Count == Call.Messages.Count ? 0 : System.Text.Encoding.UTF8.GetByteCount(Messages[^1].Text) + 16;

        /// <summary>Tells the caller what is about to be used. When it throws, nothing was sent and nothing is spent.</summary>
        public async ValueTask BeginAttemptAsync(ModelEndpoint endpoint, BudgetReservation reserved)
        {
            if (Call.BeforeAttempt is not { } before || endpoint.Provider.IsLocal)
            {
                return;
            }

            var told = false;
            try
            {
                if (await before(reserved, attempts))
                {
                    attempts = [];
                }

                told = true;
            }
            finally
            {
                if (!told)
                {
                    await Call.Budget.SettleAsync(reserved, 0, 0, 0, endpoint.Price);
                }
            }
        }

        public AttemptResult Record(ModelEndpoint endpoint, TimeSpan elapsed, ModelUsage used, ModelExchange exchange)
        {
            Add(endpoint, elapsed, used, exchange.Failure);
            return new AttemptResult(exchange.Reply, exchange.Failure, null, exchange.CutOff);
        }

        public AttemptResult Record(ModelEndpoint endpoint, TimeSpan elapsed, ModelUsage used, ModelException failure)
        {
            Add(endpoint, elapsed, used, failure);
            return new AttemptResult(null, failure, null, false);
        }

        public void Skipped(ModelEndpoint endpoint)
        {
            skipped++;
            attempts.Add(new ModelAttempt(endpoint.Name, 0, Category: ErrorCategory.Overloaded, Error: "Skipped: the provider's circuit breaker is open."));
        }

        public ModelOutcome Succeeded(ModelReply reply) => new() { Attempts = attempts, Reply = reply };

        public ModelOutcome Cancelled() =>
            new() { Attempts = attempts, Category = ErrorCategory.Cancelled, Message = "The call was cancelled between two attempts." };

        public ModelOutcome Failed() => new()
        {
            Attempts = attempts,
            Refusal = last?.Category is ErrorCategory.Cancelled or ErrorCategory.ContextTooLong ? null : Refusal,
            Category = last?.Category ?? ErrorCategory.Overloaded,
            Message = last?.Message ?? "Every provider of the tier is behind an open circuit breaker.",
            CircuitOpen = last is null && skipped > 0 && Refusal is null,
        };

        private void Add(ModelEndpoint endpoint, TimeSpan elapsed, ModelUsage used, ModelException? failure)
        {
            if (failure is not null)
            {
                last = failure;
                Call.Sink?.Restart();
            }

            attempts.Add(new ModelAttempt(
                endpoint.Name,
                Math.Round(elapsed.TotalMilliseconds, 2),
                used.InputTokens,
                used.OutputTokens,
                used.CachedTokens,
                used.CostNanos,
                failure?.Category,
                failure?.Message,
                used.Assumed));
        }
    }
}
