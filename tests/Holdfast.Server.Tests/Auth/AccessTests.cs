namespace Holdfast.Server.Tests.Auth;

public sealed class AccessTests : IAsyncLifetime
{
    private const string Owner = "owner-key-0123456789";
    private const string Talker = "talker-key-0123456789";
    private const string Nobody = "nobody-key-0123456789";

    /// <summary>What each route demands. A new route gets its line here.</summary>
    private static readonly Dictionary<string, string> Scopes = new()
    {
        ["GET /v1/agents"] = "invoke",
        ["GET /v1/agents/{agent}"] = "invoke",
        ["POST /v1/agents/{agent}/sessions"] = "invoke",
        ["GET /v1/sessions/{id}"] = "invoke",
        ["GET /v1/sessions/{id}/messages"] = "invoke",
        ["POST /v1/sessions/{id}/messages"] = "invoke",
        ["GET /v1/runs/{id}"] = "invoke",
        ["GET /v1/runs/{id}/events"] = "invoke",
        ["POST /v1/runs/{id}/cancel"] = "invoke",
        ["POST /v1/runs/{id}/feedback"] = "invoke",
        ["GET /v1/runs/{id}/feedback"] = "invoke",
        ["POST /v1/batches"] = "invoke",
        ["GET /v1/batches/{id}"] = "invoke",
        ["GET /v1/batches/{id}/results"] = "invoke",
        ["POST /v1/batches/{id}/cancel"] = "invoke",
        ["POST /openai/v1/chat/completions"] = "invoke",
        ["GET /openai/v1/models"] = "invoke",
        ["GET /openai/v1/models/{id}"] = "invoke",
        ["GET /v1/approvals"] = "approve",
        ["GET /v1/approvals/{id}"] = "approve",
        ["POST /v1/approvals/{id}"] = "approve",
        ["GET /v1/autonomy"] = "approve",
        ["GET /v1/autonomy/{id}"] = "approve",
        ["POST /v1/autonomy/{id}"] = "admin",
        ["GET /v1/sessions/{id}/grants"] = "approve",
        ["DELETE /v1/sessions/{id}/grants/{tool}"] = "approve",
        ["POST /v1/sessions/{id}/close"] = "invoke",
        ["GET /v1/memory"] = "operate",
        ["PATCH /v1/memory/{id}"] = "operate",
        ["POST /v1/memory/{id}/undo"] = "operate",
        ["DELETE /v1/memory/{id}"] = "operate",
        ["GET /v1/tickets"] = "operate",
        ["GET /v1/tickets/{id}"] = "operate",
        ["POST /v1/tickets/{id}/claim"] = "operate",
        ["POST /v1/tickets/{id}/reply"] = "operate",
        ["POST /v1/tickets/{id}/hand-back"] = "operate",
        ["POST /v1/tickets/{id}/close"] = "operate",
        ["GET /v1/traces"] = "operate",
        ["GET /v1/costs"] = "operate",
        ["GET /v1/knowledge"] = "operate",
        ["GET /v1/knowledge/{base}"] = "operate",
        ["PUT /v1/knowledge/{base}"] = "operate",
        ["DELETE /v1/knowledge/{base}"] = "operate",
        ["GET /v1/knowledge/{base}/documents"] = "operate",
        ["GET /v1/knowledge/{base}/documents/{**path}"] = "invoke",
        ["PUT /v1/knowledge/{base}/documents/{**path}"] = "operate",
        ["DELETE /v1/knowledge/{base}/documents/{**path}"] = "operate",
        ["POST /v1/knowledge/{base}/search"] = "invoke",
        ["GET /v1/keys"] = "admin",
        ["POST /v1/keys"] = "admin",
        ["POST /v1/keys/{id}/rotate"] = "admin",
        ["POST /v1/keys/{id}/revoke"] = "admin",
        ["GET /v1/audit"] = "admin",
        ["GET /v1/users/{user}/export"] = "admin",
        ["POST /v1/users/{user}/erase"] = "admin",
    };

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(options => options.ApiKeys =
    [
        new() { Name = "owner", Key = Owner, Scopes = ["admin"] },
        new() { Name = "talker", Key = Talker },
        new() { Name = "nobody", Key = Nobody, Scopes = ["orders:read"] },
    ]);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public void Every_route_is_in_the_table_above() => ServerRoutes.Guarded(server).ShouldBe(Scopes.Keys, ignoreOrder: true);

    [Fact]
    public async Task Every_route_needs_a_key_that_is_known()
    {
        foreach (var route in ServerRoutes.Guarded(server))
        {
            foreach (var header in new (string, string)[][] { [], [("Authorization", "Bearer wrong-key-0123456789")], [("Authorization", "Basic b3duZXI6a2V5")], [("Authorization", Owner)] })
            {
                var reply = await TryAsync(route, header);
                reply.Status.ShouldBe(401, route);
                reply.Headers["WWW-Authenticate"].ShouldStartWith("Bearer");
                reply.Text.ShouldContain("unauthorized");
                reply.Text.ShouldNotContain("wrong-key");
            }
        }
    }

    [Fact]
    public async Task Every_route_needs_its_scope_and_says_which()
    {
        foreach (var route in ServerRoutes.Guarded(server))
        {
            var reply = await TryAsync(route, With(Nobody));
            reply.Status.ShouldBe(403, route);
            reply.Text.ShouldContain("missing-scope");
            reply.Text.ShouldContain($"'{Scopes[route]}'");
            (await TryAsync(route, With(Talker))).Status.ShouldBe(Scopes[route] == "invoke" ? (await TryAsync(route, With(Owner))).Status : 403, route);
        }
    }

    [Fact]
    public async Task Health_and_the_description_of_the_routes_need_none()
    {
        (await server.GetAsync("/healthz")).Status.ShouldBe(200);
        (await server.GetAsync("/readyz")).Status.ShouldBe(200);
        (await server.GetAsync("/openapi/v1.json")).Json.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString().ShouldBe("bearer");
    }

    [Fact]
    public async Task A_key_may_do_what_its_scopes_say()
    {
        (await server.GetAsync("/v1/agents", With(Talker))).Status.ShouldBe(200);
        (await server.GetAsync("/v1/costs", With(Talker))).ShouldRefuse(403, "missing-scope").ShouldContain("ApiKeys:talker:Scopes");
        (await server.GetAsync("/v1/traces", With(Owner))).Status.ShouldBe(200);
    }

    private Task<Reply> TryAsync(string route, params (string, string)[] headers)
    {
        var (method, path) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1].Replace("{agent}", "echo").Replace("{id}", "x").Replace("{user}", "x").Replace("{base}", "x").Replace("{**path}", "x"));
        return server.SendAsync(method, path, method == HttpMethod.Post ? "{}" : null, headers);
    }

    private static (string, string) With(string key) => ("Authorization", "Bearer " + key);
}
