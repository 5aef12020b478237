namespace Holdfast.Server.Tests.Auth;

public sealed class AccessTests : IAsyncLifetime
{
    private const string Owner = "owner-key-0123456789";
    private const string Talker = "talker-key-0123456789";
    private const string Stranger = "stranger-key-0123456789";

    private static readonly string[] Routes =
    [
        "GET /v1/agents", "GET /v1/agents/echo", "POST /v1/agents/echo/sessions", "GET /v1/sessions/x", "POST /v1/sessions/x/messages", "GET /v1/runs/x", "GET /v1/runs/x/events",
        "POST /v1/runs/x/cancel", "POST /v1/runs/x/feedback", "GET /v1/runs/x/feedback", "GET /v1/traces", "GET /v1/costs", "POST /openai/v1/chat/completions",
        "GET /openai/v1/models", "GET /openai/v1/models/echo",
    ];

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(options => options.ApiKeys =
    [
        new() { Name = "owner", Key = Owner, Scopes = ["admin"] },
        new() { Name = "talker", Key = Talker },
        new() { Name = "stranger", Key = Stranger, Tenant = "elsewhere", Scopes = ["admin"] },
    ]);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Every_route_needs_a_key_that_is_known()
    {
        foreach (var route in Routes)
        {
            var (method, path) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1]);
            foreach (var header in new (string, string)[][] { [], [("Authorization", "Bearer wrong-key-0123456789")], [("Authorization", "Basic b3duZXI6a2V5")], [("Authorization", Owner)] })
            {
                var reply = await server.SendAsync(method, path, method == HttpMethod.Post ? "{}" : null, header);
                reply.Status.ShouldBe(401, route);
                reply.Headers["WWW-Authenticate"].ShouldStartWith("Bearer");
                reply.Text.ShouldContain("unauthorized");
                reply.Text.ShouldNotContain("wrong-key");
            }
        }
    }

    [Fact]
    public async Task Health_and_the_description_of_the_routes_need_none()
    {
        (await server.GetAsync("/healthz")).Status.ShouldBe(200);
        (await server.GetAsync("/readyz")).Status.ShouldBe(200);
        (await server.GetAsync("/openapi/v1.json")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Every_other_route_is_in_the_list_above()
    {
        var paths = (await server.GetAsync("/openapi/v1.json")).Json.GetProperty("paths");
        var described = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        described.Select(route => route.Replace("{agent}", "echo").Replace("sessions/{id}", "sessions/x").Replace("runs/{id}", "runs/x").Replace("models/{id}", "models/echo"))
            .Except(Routes).ShouldBe(["GET /healthz", "GET /readyz"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_key_may_do_what_its_scopes_say()
    {
        (await server.GetAsync("/v1/agents", With(Talker))).Status.ShouldBe(200);
        (await server.GetAsync("/v1/traces", With(Talker))).ShouldRefuse(403, "missing-scope").ShouldContain("operate");
        (await server.GetAsync("/v1/costs", With(Talker))).ShouldRefuse(403, "missing-scope").ShouldContain("talker");
        (await server.GetAsync("/v1/traces", With(Owner))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Another_tenant_finds_nothing()
    {
        var session = (await server.PostAsync("/v1/agents/echo/sessions", null, With(Talker))).Json.GetProperty("id").GetString();
        var run = (await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Hi"}""", With(Talker))).Json.GetProperty("run").GetString();

        (await server.GetAsync($"/v1/sessions/{session}", With(Stranger))).ShouldRefuse(404, "unknown-session");
        (await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hi"}""", With(Stranger))).ShouldRefuse(404, "unknown-session");
        (await server.GetAsync($"/v1/runs/{run}", With(Stranger))).ShouldRefuse(404, "unknown-run");
        (await server.GetAsync($"/v1/runs/{run}/events", With(Stranger))).ShouldRefuse(404, "unknown-run");
        (await server.GetAsync($"/v1/runs/{run}/events", With(Stranger), ("Accept", "text/event-stream"))).ShouldRefuse(404, "unknown-run");
        (await server.PostAsync($"/v1/runs/{run}/cancel", null, With(Stranger))).ShouldRefuse(404, "unknown-run");
        (await server.PostAsync($"/v1/runs/{run}/feedback", """{"rating":1}""", With(Stranger))).ShouldRefuse(404, "unknown-run");
        (await server.GetAsync($"/v1/runs/{run}/feedback", With(Stranger))).ShouldRefuse(404, "unknown-run");
        (await server.GetAsync("/v1/traces", With(Stranger))).Json.GetProperty("traces").GetArrayLength().ShouldBe(0);
        (await server.GetAsync("/v1/costs", With(Stranger))).Json.GetProperty("groups").GetArrayLength().ShouldBe(0);
        (await server.PostAsync(
            "/openai/v1/chat/completions", """{"model":"echo","messages":[{"role":"user","content":"Hi"}]}""", With(Stranger), ("x-holdfast-session", session!))).Status.ShouldBe(404);
        (await server.GetAsync("/v1/traces", With(Owner))).Json.GetProperty("traces").GetArrayLength().ShouldBe(1);
        (await server.GetAsync($"/v1/runs/{run}", With(Owner))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Keys_of_two_tenants_may_use_the_same_idempotency_key()
    {
        var one = await server.PostAsync("/v1/agents/echo/sessions", null, With(Talker), ("Idempotency-Key", "same"));
        var two = await server.PostAsync("/v1/agents/echo/sessions", null, With(Stranger), ("Idempotency-Key", "same"));

        two.Status.ShouldBe(201, two.Text);
        two.Json.GetProperty("id").GetString().ShouldNotBe(one.Json.GetProperty("id").GetString());
    }

    private static (string, string) With(string key) => ("Authorization", "Bearer " + key);
}
