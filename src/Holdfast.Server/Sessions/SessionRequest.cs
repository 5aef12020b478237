using System.Text.Json;

namespace Holdfast.Server.Sessions;

/// <summary>Opens a session.</summary>
/// <param name="User">Who the agent acts for, within the caller's tenant; left out for <c>anonymous</c>.</param>
/// <param name="Metadata">The caller's own data, a JSON object; never shown to a model.</param>
internal sealed record SessionRequest(string? User = null, JsonElement? Metadata = null)
{
    private const int LongestUser = 200;
    private const int LargestMetadata = 16_384;

    /// <summary>Returns the request when its members are valid.</summary>
    /// <exception cref="HoldfastException"><c>invalid-user</c>, <c>invalid-metadata</c>.</exception>
    public SessionRequest Checked()
    {
        CheckUser(User, "user");
        return Metadata is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) } ? throw new Wire.RequestFault("invalid-metadata", "metadata must be a JSON object.", "metadata")
            : Metadata is { } data && data.GetRawText().Length > LargestMetadata ? throw new Wire.RequestFault("invalid-metadata", $"metadata is too large: at most {LargestMetadata} characters.", "metadata")
            : Metadata is { ValueKind: JsonValueKind.Null } ? this with { Metadata = null } : this;
    }

    /// <summary>Refuses a user that is no name.</summary>
    /// <exception cref="HoldfastException"><c>invalid-user</c>.</exception>
    public static void CheckUser(string? user, string field)
    {
        if (user is not null && (user.Length is 0 or > LongestUser || user.Any(char.IsControl)))
        {
            throw new Wire.RequestFault("invalid-user", $"{field} must have 1 to {LongestUser} characters and no control characters.", field);
        }
    }
}
