using System.Collections.Frozen;

namespace Holdfast.Server.Problems;

/// <summary>The one place where codes become HTTP statuses.</summary>
internal static class ProblemStatus
{
    private static readonly FrozenDictionary<string, int> ByCode = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["unauthorized"] = StatusCodes.Status401Unauthorized,
        ["missing-scope"] = StatusCodes.Status403Forbidden,
        ["host-not-allowed"] = StatusCodes.Status403Forbidden,
        ["origin-not-allowed"] = StatusCodes.Status403Forbidden,
        ["method-not-allowed"] = StatusCodes.Status405MethodNotAllowed,
        ["not-acceptable"] = StatusCodes.Status406NotAcceptable,
        ["approval-decided"] = StatusCodes.Status409Conflict,
        ["approval-changed"] = StatusCodes.Status409Conflict,
        ["approval-repeated"] = StatusCodes.Status409Conflict,
        ["autonomy-not-earned"] = StatusCodes.Status409Conflict,
        ["ticket-closed"] = StatusCodes.Status409Conflict,
        ["ticket-claimed"] = StatusCodes.Status409Conflict,
        ["ticket-unclaimed"] = StatusCodes.Status409Conflict,
        ["ticket-changed"] = StatusCodes.Status409Conflict,
        ["missing-role"] = StatusCodes.Status403Forbidden,
        ["invalid-arguments"] = StatusCodes.Status422UnprocessableEntity,
        ["key-ended"] = StatusCodes.Status409Conflict,
        ["memory-replaced"] = StatusCodes.Status409Conflict,
        ["memory-full"] = StatusCodes.Status409Conflict,
        ["session-busy"] = StatusCodes.Status409Conflict,
        ["session-open"] = StatusCodes.Status409Conflict,
        ["session-closed"] = StatusCodes.Status409Conflict,
        ["session-expired"] = StatusCodes.Status410Gone,
        ["body-too-large"] = StatusCodes.Status413PayloadTooLarge,
        ["input-too-long"] = StatusCodes.Status413PayloadTooLarge,
        ["unsupported-media-type"] = StatusCodes.Status415UnsupportedMediaType,
        ["unsupported-document"] = StatusCodes.Status415UnsupportedMediaType,
        ["unreadable-document"] = StatusCodes.Status422UnprocessableEntity,
        ["idempotency-conflict"] = StatusCodes.Status422UnprocessableEntity,
        ["rate-limited"] = StatusCodes.Status429TooManyRequests,
        ["personal-data-source"] = StatusCodes.Status502BadGateway,
        ["unknown-cost-group"] = StatusCodes.Status400BadRequest,
        ["store-unavailable"] = StatusCodes.Status503ServiceUnavailable,
        ["store-full"] = StatusCodes.Status503ServiceUnavailable,
        ["stopping"] = StatusCodes.Status503ServiceUnavailable,
        ["run-unfinished"] = StatusCodes.Status504GatewayTimeout,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static int Of(string code) => ByCode.TryGetValue(code, out var status) ? status
        : code.StartsWith("unknown-", StringComparison.Ordinal) ? StatusCodes.Status404NotFound
        : code.StartsWith("invalid-", StringComparison.Ordinal) ? StatusCodes.Status400BadRequest
        : StatusCodes.Status500InternalServerError;
}
