using System.Text.Json;
using Holdfast.Server.OpenAi;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Problems;

/// <summary>Writes a refusal in the form that the client of the route understands.</summary>
internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, string code, string detail, string? field = null)
    {
        var status = ProblemStatus.Of(code);
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "2";
        }
        else if (status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer realm=\"holdfast\"";
        }

        if (context.Request.Path.StartsWithSegments("/openai", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentType = "application/json; charset=utf-8";
            return JsonSerializer.SerializeAsync(response.Body, OpenAiError.Of(status, code, detail, field), OpenAiJson.Wire.OpenAiError, CancellationToken.None);
        }

        response.ContentType = "application/problem+json; charset=utf-8";
        var title = char.ToUpperInvariant(code[0]) + code[1..].Replace('-', ' ');
        var problem = new ProblemView($"urn:holdfast:error:{code}", title, status, code, detail, field);
        return JsonSerializer.SerializeAsync(response.Body, problem, ServerJson.Wire.ProblemView, CancellationToken.None);
    }
}
