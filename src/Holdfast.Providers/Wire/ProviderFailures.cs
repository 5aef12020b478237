using System.Text.Json;
using Holdfast.Models;

namespace Holdfast.Providers.Wire;

/// <summary>Turns what went wrong into a <see cref="ModelException"/> that names the model and what to do, and holds no key.</summary>
internal sealed class ProviderFailures(string provider, string model, string? key, TimeProvider time)
{
    private const int LongestMessage = 500;

    /// <summary>A shorter key, such as the <c>x</c> that local servers are given, is a part of ordinary words: it can neither be found in a message nor be told from it.</summary>
    private const int ShortestFindableKey = 8;

    public ModelException FromResponse(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var status = (int)response.StatusCode;
        return FromError(ErrorBody.Parse(body), status, RetryDelay.Of(response.Headers, time.GetUtcNow()), default);
    }

    public ModelException FromError(ErrorBody error, int? status, TimeSpan? retryAfter, TokenCounts tokens)
    {
        var category = ErrorCategories.Of(status, error);
        var kind = error.Code ?? error.Type;
        var what = (status is null ? "an error inside the stream" : $"HTTP {status}") + (kind is null ? "" : $" ({kind})");

        // Providers quote (part of) a wrong key back.
        var said = status is not 401 && (string.IsNullOrEmpty(key) || key.Length >= ShortestFindableKey) && error.Message is { Length: > 0 } ? $": {error.Message}" : "";
        return Create(category, $"{what}{said}{Advice(category, status)}", null, tokens, status, retryAfter);
    }

    public ModelException FromTransport(Exception cause, TokenCounts tokens) =>
        cause is OperationCanceledException
            ? Create(ErrorCategory.Timeout, "no complete answer within the HTTP client's timeout.", cause, tokens)
            : Create(ErrorCategory.Network, $"the connection failed or broke: {cause.Message}", cause, tokens);

    public ModelException CutOff(TokenCounts tokens) =>
        Create(ErrorCategory.Network, "the answer ended before its end mark: it was cut off on the way.", null, tokens);

    public ModelException Malformed(JsonException cause, TokenCounts tokens) =>
        Create(ErrorCategory.MalformedOutput, $"the answer is not what the protocol says: {cause.Message}", cause, tokens);

    public ModelException TooLarge(long limit, TokenCounts tokens) =>
        Create(ErrorCategory.MalformedOutput, $"the answer is larger than {limit} bytes and was dropped.", null, tokens);

    private static string Advice(ErrorCategory category, int? status) => (category, status) switch
    {
        (ErrorCategory.Auth, _) => ". Check the provider's key and its rights.",
        (ErrorCategory.BadRequest, 404) => ". Check the model's name and the provider's base URL.",
        (ErrorCategory.BadRequest, >= 300 and < 400) => ". Redirects are not followed: set the base URL to the final address.",
        _ => "",
    };

    private ModelException Create(
        ErrorCategory category, string message, Exception? cause, TokenCounts tokens, int? status = null, TimeSpan? retryAfter = null) =>
        new(category, Clean($"{provider}/{model}: {message}"), cause)
        {
            Status = status,
            RetryAfter = retryAfter,
            InputTokens = tokens.Input,
            OutputTokens = tokens.Output,
        };

    private string Clean(string message)
    {
        if (key?.Length >= ShortestFindableKey)
        {
            message = message.Replace(key, "[key]", StringComparison.Ordinal);
        }

        return message.Length <= LongestMessage ? message : message[..LongestMessage] + "…";
    }
}
