using Holdfast.Server.Limits;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Problems;

/// <summary>Turns every failure of a request into a problem: no route writes one itself.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away: nobody reads an answer.
            return;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var (code, detail, field) = Explain(context, e);
            context.Response.Clear();
            if (e is RateLimitedException limited)
            {
                context.Response.Headers.RetryAfter = limited.RetryAfter;
            }

            await ProblemWriter.WriteAsync(context, code, detail, field);
            return;
        }

        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentType: null })
        {
            var (code, detail) = context.Response.StatusCode switch
            {
                StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", $"{context.Request.Method} is not possible here. Possible: {context.Response.Headers.Allow}."),
                StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "Send Content-Type: application/json."),
                StatusCodes.Status404NotFound => ("unknown-route", $"There is nothing at {Shown(context.Request.Path)}. The routes are described at /openapi/v1.json."),
                _ => ("invalid-request", "The request cannot be understood."),
            };
            await ProblemWriter.WriteAsync(context, code, detail);
        }
    }

    private (string Code, string Detail, string? Field) Explain(HttpContext context, Exception e)
    {
        switch (e)
        {
            case RequestFault fault:
                return (fault.Code, fault.Message, fault.Field);
            case HoldfastException refusal when ProblemStatus.Of(refusal.Code) < 500:
                return (refusal.Code, refusal.Message, null);
            case HoldfastException failure:
                logger.RequestFailed(context.Request.Method, context.Request.Path, failure);
                return (failure.Code, failure.Message, null);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ("body-too-large", "The body is larger than this server accepts; the limit is set by MaxBodyBytes.", null);
            case BadHttpRequestException:
                return ("invalid-request", "The request cannot be understood or its body ended early.", null);
            default:
                logger.RequestFailed(context.Request.Method, context.Request.Path, e);
                return ("internal-error", $"Something went wrong here that is not your fault. The log has it under {context.TraceIdentifier}.", null);
        }
    }

    private static string Shown(PathString path) => path.Value is { Length: > 100 } text ? text[..100] + "…" : path.Value ?? "/";
}
