namespace Holdfast.Server.Tests.Auth;

/// <summary>Two tenants on one server: whatever one of them asks for by the other's ids, it finds nothing and changes nothing.</summary>
public sealed class TenantTests : IAsyncLifetime
{
    private const string Acme = "acme-key-0123456789";
    private const string Stranger = "stranger-key-0123456789";
    private const string User = "maria-of-acme";

    /// <summary>How each route is tried with ids of the other tenant. A new route gets its line here, or is shown to know no tenant.</summary>
    private static readonly Dictionary<string, Probe> Probes = new()
    {
        ["GET /v1/sessions/{id}"] = new("/v1/sessions/SESSION", "unknown-session"),
        ["GET /v1/sessions/{id}/messages"] = new("/v1/sessions/SESSION/messages", "unknown-session"),
        ["POST /v1/sessions/{id}/messages"] = new("/v1/sessions/SESSION/messages", "unknown-session", """{"text":"Hi"}"""),
        ["POST /v1/sessions/{id}/close"] = new("/v1/sessions/SESSION/close", "unknown-session"),
        // A real item of another tenant is tried in the contract of the stores.
        ["PATCH /v1/memory/{id}"] = new("/v1/memory/RUN", "unknown-memory", """{"value":"x"}"""),
        ["POST /v1/memory/{id}/undo"] = new("/v1/memory/RUN/undo", "unknown-memory"),
        ["DELETE /v1/memory/{id}"] = new("/v1/memory/RUN", "unknown-memory"),
        ["GET /v1/runs/{id}"] = new("/v1/runs/RUN", "unknown-run"),
        ["GET /v1/runs/{id}/events"] = new("/v1/runs/RUN/events", "unknown-run"),
        ["POST /v1/runs/{id}/cancel"] = new("/v1/runs/RUN/cancel", "unknown-run"),
        ["POST /v1/runs/{id}/feedback"] = new("/v1/runs/RUN/feedback", "unknown-run", """{"rating":1}"""),
        ["GET /v1/runs/{id}/feedback"] = new("/v1/runs/RUN/feedback", "unknown-run"),
        ["POST /openai/v1/chat/completions"] = new(
            "/openai/v1/chat/completions", "unknown-session", """{"model":"echo","messages":[{"role":"user","content":"Hi"}],"metadata":{"session":"SESSION"}}"""),
        // A real batch of another tenant is tried in BatchTests.
        ["GET /v1/batches/{id}"] = new("/v1/batches/RUN", "unknown-batch"),
        ["GET /v1/batches/{id}/results"] = new("/v1/batches/RUN/results", "unknown-batch"),
        ["POST /v1/batches/{id}/cancel"] = new("/v1/batches/RUN/cancel", "unknown-batch"),
        // A real approval of another tenant is tried in ApprovalTests.
        ["GET /v1/approvals/{id}"] = new("/v1/approvals/RUN", "unknown-approval"),
        ["GET /v1/autonomy/{id}"] = new("/v1/autonomy/RUN", "unknown-autonomy"),
        ["POST /v1/autonomy/{id}"] = new("/v1/autonomy/RUN", "unknown-autonomy", """{"decision":"loosen"}"""),
        ["POST /v1/approvals/{id}"] = new("/v1/approvals/RUN", "unknown-approval", """{"decision":"approve"}"""),
        ["GET /v1/sessions/{id}/grants"] = new("/v1/sessions/SESSION/grants", "unknown-session"),
        ["DELETE /v1/sessions/{id}/grants/{tool}"] = new("/v1/sessions/SESSION/grants/pay", "unknown-session"),
        // A real ticket of another tenant is tried in TicketTests.
        ["GET /v1/tickets/{id}"] = new("/v1/tickets/RUN", "unknown-ticket"),
        ["POST /v1/tickets/{id}/claim"] = new("/v1/tickets/RUN/claim", "unknown-ticket"),
        ["POST /v1/tickets/{id}/reply"] = new("/v1/tickets/RUN/reply", "unknown-ticket", """{"text":"Hi"}"""),
        ["POST /v1/tickets/{id}/hand-back"] = new("/v1/tickets/RUN/hand-back", "unknown-ticket"),
        ["POST /v1/tickets/{id}/close"] = new("/v1/tickets/RUN/close", "unknown-ticket"),
        ["POST /v1/keys/{id}/rotate"] = new("/v1/keys/KEY/rotate", "unknown-key"),
        ["POST /v1/keys/{id}/revoke"] = new("/v1/keys/KEY/revoke", "unknown-key"),
        ["GET /v1/knowledge/{base}"] = new("/v1/knowledge/maria-of-acme", "unknown-knowledge-base"),
        ["DELETE /v1/knowledge/{base}"] = new("/v1/knowledge/maria-of-acme", "unknown-knowledge-base"),
        ["GET /v1/knowledge/{base}/documents"] = new("/v1/knowledge/maria-of-acme/documents", "unknown-knowledge-base"),
        ["GET /v1/knowledge/{base}/documents/{**path}"] = new("/v1/knowledge/maria-of-acme/documents/a/b.txt", "unknown-knowledge-base"),
        ["PUT /v1/knowledge/{base}/documents/{**path}"] = new("/v1/knowledge/maria-of-acme/documents/a/b.txt", "unknown-knowledge-base", "mine"),
        ["DELETE /v1/knowledge/{base}/documents/{**path}"] = new("/v1/knowledge/maria-of-acme/documents/a/b.txt", "unknown-knowledge-base"),
        ["POST /v1/knowledge/{base}/search"] = new("/v1/knowledge/maria-of-acme/search", "unknown-knowledge-base", """{"query":"secret"}"""),
        ["GET /v1/users/{user}/export"] = new($"/v1/users/{User}/export", "unknown-user"),
        ["POST /v1/users/{user}/erase"] = new($"/v1/users/{User}/erase", "unknown-user"),

        // Lists: there is nothing in them for the other tenant, whatever is asked for.
        ["GET /v1/traces"] = new($"/v1/traces?user={User}&session=SESSION"),
        ["GET /v1/autonomy"] = new("/v1/autonomy"),
        ["GET /v1/approvals"] = new("/v1/approvals?status=all"),
        ["GET /v1/tickets"] = new("/v1/tickets?status=all&session=SESSION"),
        ["GET /v1/memory"] = new($"/v1/memory?user={User}"),
        ["GET /v1/costs"] = new("/v1/costs?by=user"),
        ["GET /v1/knowledge"] = new("/v1/knowledge"),
        ["GET /v1/keys"] = new("/v1/keys"),
        ["GET /v1/audit"] = new("/v1/audit"),

        // Agents belong to the server; what is made here becomes the caller's own.
        ["GET /v1/agents"] = new("/v1/agents"),
        ["GET /v1/agents/{agent}"] = new("/v1/agents/echo"),
        ["POST /v1/agents/{agent}/sessions"] = new("/v1/agents/echo/sessions", Body: $$"""{"user":"{{User}}x"}"""),
        ["POST /v1/batches"] = new("/v1/batches", Body: """{"instructions":"x","schema":{},"items":[{"id":"a","input":1}]}"""),
        ["GET /openai/v1/models"] = new("/openai/v1/models"),
        ["GET /openai/v1/models/{id}"] = new("/openai/v1/models/echo"),
        ["PUT /v1/knowledge/{base}"] = new("/v1/knowledge/own"),
        ["POST /v1/keys"] = new("/v1/keys", Body: """{"name":"own"}"""),
    };

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(options => options.ApiKeys =
    [
        new() { Name = "acme-app", Key = Acme, Tenant = "acme", Scopes = ["admin"] },
        new() { Name = "stranger", Key = Stranger, Tenant = "elsewhere", Scopes = ["admin"] },
    ]);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task No_route_shows_or_changes_anything_of_another_tenant()
    {
        ServerRoutes.Guarded(server).ShouldBe(Probes.Keys, ignoreOrder: true, "Say above how the new route is tried with ids of another tenant.");
        var session = (await server.PostAsync("/v1/agents/echo/sessions", $$"""{"user":"{{User}}"}""", With(Acme))).Json.GetProperty("id").GetString()!;
        var run = (await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Hi"}""", With(Acme))).Json.GetProperty("run").GetString()!;
        await server.SendAsync(HttpMethod.Put, $"/v1/knowledge/{User}", null, With(Acme));
        await server.SendAsync(HttpMethod.Put, $"/v1/knowledge/{User}/documents/a/b.txt", "the secret of acme", With(Acme), ("Content-Type", "text/plain"));
        var key = (await server.PostAsync("/v1/keys", """{"name":"acme-second"}""", With(Acme))).Json;
        string Filled(string text) => text.Replace("SESSION", session).Replace("RUN", run).Replace("KEY", key.GetProperty("id").GetString());
        var before = await StateAsync(session, run);

        foreach (var (route, probe) in Probes)
        {
            foreach (var accept in (string[])["application/json", "text/event-stream, */*"])
            {
                var body = probe.Body is null ? null : Filled(probe.Body);
                var reply = await server.SendAsync(new HttpMethod(route.Split(' ')[0]), Filled(probe.Path), body, With(Stranger), ("Accept", accept));
                reply.Status.ShouldBe(probe.Code is null ? reply.Status is 201 or 202 ? reply.Status : 200 : 404, $"{route}: {reply.Text}");
                reply.Text.ShouldContain(probe.Code ?? "", customMessage: route);
                if (probe.Code is null)
                {
                    foreach (var secret in (string[])[session, run, key.GetProperty("id").GetString()!, key.GetProperty("prefix").GetString()!, $"\"{User}\"", "acme"])
                    {
                        reply.Text.Replace($"{User}x", "").ShouldNotContain(secret, customMessage: route);
                    }
                }
            }
        }

        (await StateAsync(session, run)).ShouldBe(before);
        (await server.GetAsync("/v1/agents", With(key.GetProperty("key").GetString()!))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Keys_of_two_tenants_may_use_the_same_idempotency_key()
    {
        var one = await server.PostAsync("/v1/agents/echo/sessions", null, With(Acme), ("Idempotency-Key", "same"));
        var two = await server.PostAsync("/v1/agents/echo/sessions", null, With(Stranger), ("Idempotency-Key", "same"));

        two.Status.ShouldBe(201, two.Text);
        two.Json.GetProperty("id").GetString().ShouldNotBe(one.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_conversation_of_another_tenant_is_not_gone_on_with()
    {
        const string First = """{"model":"echo","messages":[{"role":"user","content":"Hi"}]}""";
        const string Second = """{"model":"echo","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"You said: Hi"},{"role":"user","content":"And?"}]}""";
        var held = (await server.PostAsync("/openai/v1/chat/completions", First, With(Acme))).Headers["x-holdfast-session"];

        (await server.PostAsync("/openai/v1/chat/completions", Second, With(Stranger))).Headers["x-holdfast-session"].ShouldNotBe(held);
        (await server.PostAsync("/openai/v1/chat/completions", Second, With(Acme))).Headers["x-holdfast-session"].ShouldBe(held);
    }

    private async Task<string> StateAsync(string session, string run)
    {
        var texts = new List<string>();
        foreach (var path in (string[])[$"/v1/sessions/{session}", $"/v1/runs/{run}", $"/v1/runs/{run}/events", $"/v1/runs/{run}/feedback", "/v1/traces", "/v1/keys", "/v1/audit", $"/v1/knowledge/{User}", $"/v1/knowledge/{User}/documents/a/b.txt"])
        {
            var reply = await server.GetAsync(path, With(Acme));
            reply.Status.ShouldBe(200, reply.Text);
            texts.Add(reply.Text);
        }

        return string.Join('\n', texts);
    }

    private static (string, string) With(string key) => ("Authorization", "Bearer " + key);

    /// <summary>A request with SESSION, RUN and KEY for the other tenant's ids, and the code of its refusal; null where it is answered with nothing of the other tenant.</summary>
    private sealed record Probe(string Path, string? Code = null, string? Body = null);
}
