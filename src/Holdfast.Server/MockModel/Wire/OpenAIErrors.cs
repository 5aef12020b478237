namespace Holdfast.Server.MockModel.Wire;

/// <summary>The error body that both OpenAI protocols share.</summary>
internal static class OpenAIErrors
{
    public static byte[] Body(WireError error, string input) => WireJson.Write(new
    {
        error = new
        {
            message = error.Message,
            type = error.Kind switch
            {
                WireErrorKind.RateLimited => "requests",
                WireErrorKind.Server or WireErrorKind.Overloaded => "server_error",
                _ => "invalid_request_error",
            },
            param = error.Kind == WireErrorKind.ContextTooLong ? input : null,
            code = error.Kind switch
            {
                WireErrorKind.ContextTooLong => "context_length_exceeded",
                WireErrorKind.Auth => "invalid_api_key",
                WireErrorKind.RateLimited => "rate_limit_exceeded",
                _ => null,
            },
        },
    });
}
