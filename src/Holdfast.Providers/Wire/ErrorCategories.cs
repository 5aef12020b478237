namespace Holdfast.Providers.Wire;

/// <summary>The category of a failure, from its status and what the provider says. Facts: the error pages of both protocols' documentation
/// and of the compatible servers (Azure, vLLM, Ollama, llama.cpp, OpenRouter).</summary>
internal static class ErrorCategories
{
    private static readonly string[] ContextPhrases =
    [
        "maximum context length", "context length", "context_length", "context window", "context size", "prompt is too long", "exceed context limit",
        "input is too long", "too many input tokens", "request_too_large",
    ];

    private static readonly string[] FilterPhrases =
    [
        "content_filter", "content_policy", "content filtering", "content management policy", "responsibleaipolicyviolation", "safety system",
    ];

    /// <summary>Decides.</summary>
    /// <param name="status">The HTTP status, or null for an error inside a stream.</param>
    /// <param name="error">What the provider says.</param>
    public static ErrorCategory Of(int? status, ErrorBody error)
    {
        // Gateways put the status of the provider behind them into the code.
        if (int.TryParse(error.Code, out var code) && code is >= 400 and < 600 && status is null or 200)
        {
            status = code;
        }

        // Only a refusal of the request itself can be about its length or content: a 5xx that mentions them is still an outage.
        if (status is null or < 429 && status is not (401 or 402 or 403 or 408))
        {
            if (status == 413 || Mentions(error, ContextPhrases))
            {
                return ErrorCategory.ContextTooLong;
            }

            if (Mentions(error, FilterPhrases))
            {
                return ErrorCategory.ContentFiltered;
            }
        }

        return status is null or 200 ? OfWords(error) : OfStatus(status.Value);
    }

    private static ErrorCategory OfStatus(int status) => status switch
    {
        401 or 402 or 403 => ErrorCategory.Auth,
        408 => ErrorCategory.Timeout,
        429 => ErrorCategory.RateLimited,
        >= 500 => ErrorCategory.Overloaded,
        _ => ErrorCategory.BadRequest,
    };

    private static ErrorCategory OfWords(ErrorBody error) => (error.Type, error.Code) switch
    {
        ("rate_limit_error" or "rate_limit_exceeded" or "insufficient_quota" or "tokens" or "requests", _) => ErrorCategory.RateLimited,
        (_, "rate_limit_exceeded" or "insufficient_quota" or "rate_limit_error") => ErrorCategory.RateLimited,
        ("authentication_error" or "permission_error" or "billing_error", _) or (_, "invalid_api_key") => ErrorCategory.Auth,
        ("invalid_request_error" or "not_found_error" or "BadRequestError", _) or (_, "model_not_found") => ErrorCategory.BadRequest,
        ("request_too_large", _) => ErrorCategory.ContextTooLong,
        ("timeout_error", _) => ErrorCategory.Timeout,

        // overloaded_error, api_error, server_error and whatever is not named: it was accepted and then failed, so another try may succeed.
        _ => ErrorCategory.Overloaded,
    };

    private static bool Mentions(ErrorBody error, string[] phrases) =>
        Array.Exists(phrases, phrase => Contains(error.Code, phrase) || Contains(error.Type, phrase) || Contains(error.Message, phrase));

    private static bool Contains(string? text, string phrase) => text?.Contains(phrase, StringComparison.OrdinalIgnoreCase) == true;
}
