using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Wire;

/// <summary>Makes answers of <c>/v1</c>.</summary>
internal static class Answer
{
    /// <summary>The header that carries the trace id of every response about a run.</summary>
    public const string TraceHeader = "Holdfast-Trace";

    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, type, "application/json; charset=utf-8", status);

    /// <summary>Marks a response as one about a run.</summary>
    public static void Trace(HttpContext context, Guid run) => context.Response.Headers[TraceHeader] = WireId.Of(run);

    /// <summary>Whether the client wants events; refuses a client that takes neither JSON nor events.</summary>
    /// <exception cref="HoldfastException"><c>not-acceptable</c>.</exception>
    public static bool WantsEvents(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0)
        {
            return false;
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            throw NotAcceptable(request);
        }

        var wanted = accepted.Where(type => type.Quality is null or > 0).OrderByDescending(type => type.Quality ?? 1).ToList();
        foreach (var type in wanted)
        {
            if (string.Equals(type.MediaType.Value, "text/event-stream", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (type.MatchesAllTypes || type.MediaType.Value is "application/*" or "text/*"
                || (type.MediaType.Value?.EndsWith("json", StringComparison.OrdinalIgnoreCase) ?? false))
            {
                return false;
            }
        }

        throw NotAcceptable(request);
    }

    private static RequestFault NotAcceptable(HttpRequest request) =>
        new("not-acceptable", $"Accept: {request.Headers.Accept} cannot be served. Accept application/json or text/event-stream.", "Accept");
}
