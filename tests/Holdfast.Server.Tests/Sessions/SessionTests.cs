using System.Text.Json;

namespace Holdfast.Server.Tests.Sessions;

public sealed class SessionTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_session_is_opened_and_read()
    {
        var opened = await server.PostAsync("/v1/agents/echo/sessions", """{"user":"maria","metadata":{"channel":"web"}}""");

        opened.Status.ShouldBe(201, opened.Text);
        var id = opened.Json.GetProperty("id").GetString()!;
        id.ShouldMatch("^[0-9a-f]{32}$");
        opened.Headers["Location"].ShouldBe($"/v1/sessions/{id}");
        opened.Json.GetProperty("agent").GetString().ShouldBe("echo");
        opened.Json.GetProperty("expires_at").GetDateTimeOffset().ShouldBeGreaterThan(opened.Json.GetProperty("opened_at").GetDateTimeOffset());
        foreach (var name in new[] { id, Guid.Parse(id).ToString("D") })
        {
            var read = await server.GetAsync($"/v1/sessions/{name}");
            read.Status.ShouldBe(200, read.Text);
            read.Json.GetProperty("user").GetString().ShouldBe("maria");
            read.Json.GetProperty("metadata").GetProperty("channel").GetString().ShouldBe("web");
            read.Json.GetProperty("status").GetString().ShouldBe("idle");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"user":null,"metadata":null}""")]
    public async Task Everything_in_the_body_may_be_left_out(string? body)
    {
        var opened = await server.PostAsync("/v1/agents/echo/sessions", body);

        opened.Status.ShouldBe(201, opened.Text);
        opened.Json.GetProperty("user").GetString().ShouldBe("anonymous");
        opened.Json.TryGetProperty("metadata", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_session_and_refuses_another_request()
    {
        var first = await server.PostAsync("/v1/agents/echo/sessions", """{"user":"a"}""", ("Idempotency-Key", "k1"));
        var again = await server.PostAsync("/v1/agents/echo/sessions", """{"user":"a"}""", ("Idempotency-Key", "k1"));
        var other = await server.PostAsync("/v1/agents/echo/sessions", """{"user":"b"}""", ("Idempotency-Key", "k1"));

        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        other.ShouldRefuse(422, "idempotency-conflict");
    }

    [Fact]
    public async Task An_unknown_agent_is_refused_with_the_agents_there_are() =>
        (await server.PostAsync("/v1/agents/nobody/sessions")).ShouldRefuse(404, "unknown-agent").ShouldContain("echo");

    [Theory]
    [InlineData("""{"usr":"x"}""", "invalid-body", "usr", "user, metadata")]
    [InlineData("""{"user":5}""", "invalid-body", "user", "wrong type")]
    [InlineData("""{"user":"x" """, "invalid-body", null, "not well-formed")]
    [InlineData("""[1]""", "invalid-body", null, "members are")]
    [InlineData("null", "invalid-body", null, "null")]
    [InlineData("""{"user":""}""", "invalid-user", "user", "1 to 200")]
    [InlineData("""{"metadata":[]}""", "invalid-metadata", "metadata", "JSON object")]
    public async Task A_faulty_body_is_refused_with_the_member_to_blame(string body, string code, string? field, string hint) =>
        (await server.PostAsync("/v1/agents/echo/sessions", body)).ShouldRefuse(400, code, field).ShouldContain(hint);

    [Fact]
    public async Task A_body_of_another_type_is_refused() =>
        (await server.PostAsync("/v1/agents/echo/sessions", "user=x", ("Content-Type", "application/x-www-form-urlencoded")))
            .ShouldRefuse(415, "unsupported-media-type").ShouldContain("application/json");

    [Fact]
    public async Task A_body_that_is_too_large_is_refused() =>
        (await server.PostAsync("/v1/agents/echo/sessions", JsonSerializer.Serialize(new { user = new string('x', 1_100_000) }))).ShouldRefuse(413, "body-too-large");

    [Theory]
    [InlineData("nothing")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("{01a1fdc3-ab48-7b38-bd2b-b9e959b57993}")]
    public async Task What_is_not_a_session_is_not_found(string id)
    {
        (await server.GetAsync($"/v1/sessions/{id}")).ShouldRefuse(404, "unknown-session");
        (await server.PostAsync($"/v1/sessions/{id}/messages", """{"text":"hi"}""")).ShouldRefuse(404, "unknown-session");
    }
}
