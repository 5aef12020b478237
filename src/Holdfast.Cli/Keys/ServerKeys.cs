using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Cli.Server;

namespace Holdfast.Cli.Keys;

/// <summary>The keys of the tenant of an administrator's key, over HTTP.</summary>
internal sealed class ServerKeys(ServerClient client) : IKeySource
{
    public async Task<IReadOnlyList<KeyLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await client.GetAsync("v1/keys", cancellationToken)).Items("keys").Select(Line)];

    public async Task<KeyLine> CreateAsync(string name, string? tenant, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        if (tenant is not null)
        {
            throw new HoldfastException("invalid-key", "Over a server a key belongs to the tenant of the key that makes it. Leave --tenant out, or give --storage.");
        }

        var body = new JsonObject { ["name"] = name, ["scopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]) };
        return Line(await client.PostAsync("v1/keys", With(body, "expires_at", expiresAt), cancellationToken));
    }

    public async Task<KeyLine> RotateAsync(Guid id, DateTimeOffset oldUntil, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        Line(await client.PostAsync($"v1/keys/{id:N}/rotate", With(With([], "old_expires_at", oldUntil), "expires_at", expiresAt), cancellationToken));

    public async Task<KeyLine> RevokeAsync(Guid id, CancellationToken cancellationToken) =>
        Line(await client.PostAsync($"v1/keys/{id:N}/revoke", [], cancellationToken));

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonObject With(JsonObject body, string member, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            body[member] = time.ToString("o");
        }

        return body;
    }

    private static KeyLine Line(JsonElement key) => new(
        key.Text("id") ?? "", key.Text("name") ?? "", key.Text("tenant") ?? "", key.Text("prefix") ?? "", string.Join(' ', key.Items("scopes").Select(scope => scope.GetString())),
        key.Text("status") ?? "", key.Time("created_at"), key.Time("expires_at"), key.Text("key"));
}
