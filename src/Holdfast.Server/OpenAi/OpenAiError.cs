namespace Holdfast.Server.OpenAi;

/// <summary>A refusal as clients of the OpenAI protocol expect it.</summary>
/// <param name="Error">What happened.</param>
internal sealed record OpenAiError(OpenAiErrorBody Error)
{
    public static OpenAiError Of(int status, string code, string message, string? parameter) => new(new OpenAiErrorBody(
        message,
        status switch
        {
            StatusCodes.Status401Unauthorized => "authentication_error",
            StatusCodes.Status403Forbidden => "permission_error",
            StatusCodes.Status404NotFound => "not_found_error",
            StatusCodes.Status429TooManyRequests => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        },
        parameter,
        code));
}
