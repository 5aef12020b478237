using Holdfast.Server.Wire;

namespace Holdfast.Server.Sessions;

/// <summary>Reads the header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>Returns the key, or null when there is none.</summary>
    /// <exception cref="HoldfastException"><c>invalid-idempotency-key</c>.</exception>
    public static string? Of(HttpRequest request) => request.Headers[Header] switch
    {
        { Count: 0 } => null,
        [{ Length: >= 1 and <= 255 } key] => key,
        _ => throw new RequestFault("invalid-idempotency-key", "Send the header Idempotency-Key once, with 1 to 255 characters.", Header),
    };
}
