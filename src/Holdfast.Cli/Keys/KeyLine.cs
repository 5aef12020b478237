namespace Holdfast.Cli.Keys;

/// <summary>An API key as the tool shows it.</summary>
internal sealed record KeyLine(
    string Id, string Name, string Tenant, string Prefix, string Scopes, string Status, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt, string? Secret = null);
