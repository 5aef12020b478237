using System.Numerics.Tensors;
using System.Text;
using Holdfast.Cost;
using Microsoft.Extensions.AI;

namespace Holdfast.Models;

/// <summary>The one path of every request for vectors, as <see cref="ModelGateway"/> is of every model call: admission, circuit breaker, reservation, attempt, settlement, record.</summary>
/// <remarks>Safe for concurrent use. It never throws for what a provider does: the outcome says what happened.</remarks>
internal sealed class EmbeddingGateway(EmbeddingEndpoint endpoint, IdSource ids, TimeProvider time)
{
    /// <summary>The most of one text, in characters: what common models take, with room.</summary>
    private const int LongestText = 6_000;

    /// <summary>The model's name, by which vectors are kept.</summary>
    public string Model => endpoint.Name;

    /// <summary>Turns texts into vectors.</summary>
    public async Task<EmbeddingOutcome> EmbedAsync(EmbeddingCall call, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        List<string> texts = [.. call.Texts.Select(Bound)];
        var attempts = new List<ModelAttempt>();
        var retries = 0;
        while (true)
        {
            var left = call.Patience - time.GetElapsedTime(since) ?? endpoint.Provider.Options.AttemptTimeout;
            var (refusal, failure, vectors) = await EmbedOnceAsync(texts, call.Budget, left < TimeSpan.Zero ? TimeSpan.Zero : left, attempts, cancellationToken);
            if (vectors is not null || refusal is not null)
            {
                return new EmbeddingOutcome(attempts, vectors, refusal, refusal is null ? null : $"the ceiling '{refusal.Ceiling}' was reached");
            }

            if (failure is null)
            {
                attempts.Add(new ModelAttempt(endpoint.Name, 0, Category: ErrorCategory.Overloaded, Error: "Skipped: the provider's circuit breaker is open."));
                return new EmbeddingOutcome(attempts, Message: "its provider's circuit breaker is open");
            }

            if (endpoint.Provider.Options.RetryWait(failure, retries++, ids) is not { } wait || time.GetElapsedTime(since) + wait >= call.Patience)
            {
                return new EmbeddingOutcome(attempts, Message: failure.Message);
            }

            try
            {
                await Task.Delay(wait, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return new EmbeddingOutcome(attempts, Message: "it was cancelled");
            }
        }
    }

    private async Task<(BudgetRefusal? Refusal, ModelException? Failure, IReadOnlyList<float[]>? Vectors)> EmbedOnceAsync(
        List<string> texts, RunBudget budget, TimeSpan patience, List<ModelAttempt> attempts, CancellationToken cancellationToken)
    {
        var provider = endpoint.Provider;
        using var timed = new TimedToken(patience < provider.Options.AttemptTimeout ? patience : provider.Options.AttemptTimeout, time, cancellationToken);
        if (!provider.Breaker.MayPass)
        {
            return default;
        }

        try
        {
            await provider.Admission.EnterAsync(timed.Token);
        }
        catch (OperationCanceledException e)
        {
            return (null, new ModelException(ErrorCategory.Cancelled, $"{endpoint.Name} had no place free in time.", e), null);
        }

        var passed = false;
        var reported = false;
        try
        {
            passed = provider.Breaker.TryPass();
            if (!passed)
            {
                return default;
            }

            // No byte-level tokenizer makes more tokens than there are bytes; an embedding has no output.
            var (reserved, refusal) = await budget.ReserveAsync(texts.Sum(Encoding.UTF8.GetByteCount), 0, endpoint.Price, cancellationToken);
            if (refusal is not null)
            {
                return (refusal, null, null);
            }

            var started = time.GetTimestamp();
            var (vectors, failure, tokens) = await GenerateAsync(texts, timed.Token, cancellationToken);
            var used = ModelUsage.Of(new ModelExchange(null, failure, tokens is null ? null : new UsageDetails { InputTokenCount = tokens, OutputTokenCount = 0 }, false), reserved);
            var cost = endpoint.Price.CostNanos(used.InputTokens, 0);
            await budget.SettleAsync(reserved, used.InputTokens, 0, cost, endpoint.Price);
            provider.Breaker.Report(failure);
            reported = true;
            attempts.Add(new ModelAttempt(
                endpoint.Name, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 2), used.InputTokens, 0, 0, cost, failure?.Category, failure?.Message, used.Assumed));
            return (null, failure, vectors);
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

    private async Task<(IReadOnlyList<float[]>? Vectors, ModelException? Failure, long? Tokens)> GenerateAsync(
        List<string> texts, CancellationToken timed, CancellationToken cancellationToken)
    {
        try
        {
            // A plugged-in model may ignore its token: the call must not hang with it, nor keep its place.
            var answer = await endpoint.Generator.GenerateAsync(texts, cancellationToken: timed).WaitAsync(timed);
            var tokens = answer.Usage?.InputTokenCount;
            return answer.Count == texts.Count && answer.All(e => e.Vector.Length > 0 && e.Vector.Length == answer[0].Vector.Length)
                ? ([.. answer.Select(e => Unit(e.Vector.Span))], null, tokens)
                : (null, new ModelException(ErrorCategory.MalformedOutput, $"{endpoint.Name} answered {texts.Count} texts with {answer.Count} vectors, or with vectors of different lengths."), tokens);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, ModelExchange.FailureOf(e, endpoint.Name, "gave no complete answer in time.", cancellationToken), null);
        }
    }

    private static string Bound(string text) => text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        var unit = vector.ToArray();
        var norm = TensorPrimitives.Norm(vector);
        if (float.IsFinite(norm) && norm > 0)
        {
            TensorPrimitives.Divide(unit, norm, unit);
            return unit;
        }

        return new float[unit.Length];
    }
}
