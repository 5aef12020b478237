namespace Holdfast.Server.Tests.Keys;

/// <summary>Keys that are made over HTTP: shown once, good at once, ended at once.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private const string Root = "root-key-0123456789";

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() =>
        server = await RunningServer.StartAsync(options => options.ApiKeys = [new() { Name = "root", Key = Root, Tenant = "acme", Scopes = ["admin"] }]);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_key_is_shown_once_and_works_with_its_scopes_and_tenant()
    {
        var made = await server.PostAsync("/v1/keys", """{"name":"shop","scopes":["invoke","orders:read"]}""", With(Root));
        made.Status.ShouldBe(201, made.Text);
        made.Headers["Cache-Control"].ShouldBe("no-store");
        var key = made.Json.GetProperty("key").GetString()!;

        (await server.GetAsync("/v1/agents", With(key))).Status.ShouldBe(200);
        (await server.GetAsync("/v1/traces", With(key))).ShouldRefuse(403, "missing-scope").ShouldContain("'operate'");
        var session = (await server.PostAsync("/v1/agents/echo/sessions", null, With(key))).Json.GetProperty("id").GetString();
        (await server.GetAsync($"/v1/sessions/{session}", With(Root))).Status.ShouldBe(200);
        foreach (var path in (string[])["/v1/keys", "/v1/audit"])
        {
            var text = (await server.GetAsync(path, With(Root))).Text;
            text.ShouldContain(made.Json.GetProperty("prefix").GetString()!);
            text.ShouldNotContain(key);
            text.ShouldNotContain(Root);
        }
    }

    [Fact]
    public async Task A_rotated_key_stays_good_until_its_time()
    {
        var old = (await server.PostAsync("/v1/keys", """{"name":"shop"}""", With(Root))).Json;
        var fresh = await server.PostAsync($"/v1/keys/{old.GetProperty("id").GetString()}/rotate", null, With(Root));
        fresh.Status.ShouldBe(201, fresh.Text);

        (await server.GetAsync("/v1/agents", With(old.GetProperty("key").GetString()!))).Status.ShouldBe(200);
        (await server.GetAsync("/v1/agents", With(fresh.Json.GetProperty("key").GetString()!))).Status.ShouldBe(200);

        var next = await server.PostAsync($"/v1/keys/{fresh.Json.GetProperty("id").GetString()}/rotate", """{"old_expires_at":"2020-01-01T00:00:00Z"}""", With(Root));
        (await server.GetAsync("/v1/agents", With(fresh.Json.GetProperty("key").GetString()!))).ShouldRefuse(401, "unauthorized", "Authorization");
        (await server.GetAsync("/v1/agents", With(next.Json.GetProperty("key").GetString()!))).Status.ShouldBe(200);
        (await server.PostAsync($"/v1/keys/{fresh.Json.GetProperty("id").GetString()}/rotate", null, With(Root))).ShouldRefuse(409, "key-ended");
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        var made = (await server.PostAsync("/v1/keys", """{"name":"shop"}""", With(Root))).Json;
        var key = made.GetProperty("key").GetString()!;
        (await server.GetAsync("/v1/agents", With(key))).Status.ShouldBe(200);

        var revoked = await server.PostAsync($"/v1/keys/{made.GetProperty("id").GetString()}/revoke", null, With(Root));
        revoked.Json.GetProperty("status").GetString().ShouldBe("revoked");
        (await server.GetAsync("/v1/agents", With(key))).ShouldRefuse(401, "unauthorized", "Authorization");
        (await server.GetAsync("/v1/audit", With(Root))).Json.GetProperty("acts").EnumerateArray().Select(act => act.GetProperty("act").GetString()).ShouldBe(["key.revoked", "key.created"]);
        (await server.GetAsync("/v1/audit?limit=1", With(Root))).Json.GetProperty("next").GetInt64().ShouldBe(2);
        (await server.GetAsync("/v1/audit?before=2", With(Root))).Json.GetProperty("acts").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":""}""", "invalid-key")]
    [InlineData("""{"name":"a","scopes":[]}""", "invalid-key")]
    [InlineData("""{"name":"a","scopes":["Admin"]}""", "invalid-key")]
    [InlineData("""{"name":"a","expires_at":"2020-01-01T00:00:00Z"}""", "invalid-key")]
    public async Task A_key_that_makes_no_sense_is_refused(string body, string code) => (await server.PostAsync("/v1/keys", body, With(Root))).ShouldRefuse(400, code);

    [Fact]
    public async Task A_name_of_the_wrong_kind_is_refused() =>
        (await server.PostAsync("/v1/keys", """{"name":"a","expires_at":"soon"}""", With(Root))).ShouldRefuse(400, "invalid-body", "expires_at");

    [Fact]
    public async Task From_the_first_key_on_every_request_needs_one_and_revoking_the_last_opens_nothing()
    {
        await using var open = await RunningServer.StartAsync();
        (await open.GetAsync("/v1/keys")).Status.ShouldBe(200);
        var made = (await open.PostAsync("/v1/keys", """{"name":"first","scopes":["admin"]}""")).Json;
        var key = made.GetProperty("key").GetString()!;

        (await open.GetAsync("/v1/agents")).ShouldRefuse(401, "unauthorized", "Authorization");
        (await open.GetAsync("/v1/audit", With(key))).Json.GetProperty("acts")[0].GetProperty("actor").GetString().ShouldBe("local");
        await open.PostAsync($"/v1/keys/{made.GetProperty("id").GetString()}/revoke", null, With(key));
        (await open.GetAsync("/v1/agents")).ShouldRefuse(401, "unauthorized", "Authorization");
        (await open.GetAsync("/v1/agents", With(key))).ShouldRefuse(401, "unauthorized", "Authorization");
    }

    [Fact]
    public async Task A_stored_key_is_enough_to_listen_elsewhere()
    {
        var first = await RunningServer.StartAsync();
        await first.PostAsync("/v1/keys", """{"name":"first"}""");
        var folder = await first.StopAsync();

        await using var second = await RunningServer.StartAsync(options => options.Listen = ["http://0.0.0.0:0"], folder: folder);
        second.App.Urls.ShouldHaveSingleItem();
    }

    private static (string, string) With(string key) => ("Authorization", "Bearer " + key);
}
