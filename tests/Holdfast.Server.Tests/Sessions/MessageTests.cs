using Holdfast.Agents;
using Holdfast.Journal;

namespace Holdfast.Server.Tests.Sessions;

public sealed class MessageTests : IAsyncLifetime
{
    private readonly GatedAgent gated = new();
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(
        options => options.Heartbeat = TimeSpan.FromMilliseconds(20),
        gated.Models,
        null,
        gated.Agent,
        Agent.Define("brief").KeepSessionsFor(TimeSpan.FromTicks(10)).Build());

    public ValueTask DisposeAsync()
    {
        gated.Open();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_accepted_and_its_run_can_be_read()
    {
        var session = await server.OpenAsync();

        var accepted = await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hello"}""");

        accepted.Status.ShouldBe(202, accepted.Text);
        var run = accepted.Json.GetProperty("run").GetString()!;
        accepted.Json.GetProperty("session").GetString().ShouldBe(session);
        accepted.Json.GetProperty("trace").GetString().ShouldBe(run);
        accepted.Headers["Holdfast-Trace"].ShouldBe(run);
        accepted.Headers["Location"].ShouldBe($"/v1/runs/{run}");
        var finished = await server.GetAsync($"/v1/runs/{run}?wait=60");
        finished.Json.GetProperty("answer").GetString().ShouldBe("Done: Hello");
        finished.Json.GetProperty("reason").GetString().ShouldBe("completed");
        finished.Json.GetProperty("usage").GetProperty("input_tokens").GetInt32().ShouldBe(100);
        finished.Headers["Holdfast-Trace"].ShouldBe(run);
    }

    [Fact]
    public async Task Waiting_returns_the_finished_run() =>
        (await server.SayAsync(await server.OpenAsync(), "Hello")).GetProperty("status").GetString().ShouldBe("finished");

    [Fact]
    public async Task Waiting_too_briefly_returns_the_run_as_it_stands()
    {
        var reply = await server.PostAsync($"/v1/sessions/{await server.OpenAsync("gated")}/messages?wait=0", """{"text":"Hello"}""");

        reply.Status.ShouldBe(202, reply.Text);
        reply.Json.GetProperty("status").GetString().ShouldBeOneOf("queued", "running");
        reply.Json.TryGetProperty("reason", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("wait=-1")]
    [InlineData("wait=soon")]
    [InlineData("wait=100000")]
    [InlineData("wait=1&wait=2")]
    public async Task A_wait_that_is_no_number_of_seconds_is_refused(string query) =>
        (await server.PostAsync($"/v1/sessions/{await server.OpenAsync()}/messages?{query}", """{"text":"Hello"}""")).ShouldRefuse(400, "invalid-query", "wait");

    [Fact]
    public async Task A_misspelt_parameter_is_refused() =>
        (await server.PostAsync($"/v1/sessions/{await server.OpenAsync()}/messages?wiat=1", """{"text":"Hello"}""")).ShouldRefuse(400, "invalid-query", "wiat").ShouldContain("wait");

    [Theory]
    [InlineData("""{"text":""}""", "invalid-input")]
    [InlineData("""{"text":"  "}""", "invalid-input")]
    [InlineData("{}", "invalid-body")]
    [InlineData("""{"text":null}""", "invalid-body")]
    [InlineData("""{"text":["a"]}""", "invalid-body")]
    public async Task A_message_without_text_is_refused(string body, string code)
    {
        var reply = await server.PostAsync($"/v1/sessions/{await server.OpenAsync()}/messages", body);
        reply.Status.ShouldBe(400, reply.Text);
        reply.Json.GetProperty("code").GetString().ShouldBe(code);
        reply.Json.GetProperty("detail").GetString()!.ShouldContain("text");
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_refused_with_the_limit()
    {
        await using var small = await RunningServer.StartAsync(options => options.MaxMessageCharacters = 5);
        var session = await small.OpenAsync();

        (await small.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hello"}""")).Status.ShouldBe(202);
        (await small.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hello!"}""")).ShouldRefuse(413, "input-too-long").ShouldContain("at most 5");
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused() =>
        (await server.PostAsync($"/v1/sessions/{await server.OpenAsync()}/messages", """{"text":"\ud800"}""")).ShouldRefuse(400, "invalid-body", "text");

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_run_and_refuses_another_text()
    {
        var session = await server.OpenAsync();
        (string, string) key = ("Idempotency-Key", "m1");

        var first = await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Hello"}""", key);
        var again = await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Hello"}""", key);
        var repeated = await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hello"}""", key);
        var other = await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Bye"}""", key);

        again.Json.GetProperty("run").GetString().ShouldBe(first.Json.GetProperty("run").GetString());
        repeated.Json.GetProperty("repeated").GetBoolean().ShouldBeTrue();
        other.ShouldRefuse(422, "idempotency-conflict");
        (await server.GetAsync($"/v1/sessions/{session}")).Json.GetProperty("runs").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task An_idempotency_key_that_is_too_long_is_refused() =>
        (await server.PostAsync($"/v1/sessions/{await server.OpenAsync()}/messages", """{"text":"Hello"}""", ("Idempotency-Key", new string('k', 256))))
            .ShouldRefuse(400, "invalid-idempotency-key", "Idempotency-Key");

    [Fact]
    public async Task A_message_to_an_expired_session_is_refused()
    {
        var session = await server.OpenAsync("brief");

        (await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hello"}""")).ShouldRefuse(410, "session-expired").ShouldContain("Open a new one");
        (await server.GetAsync($"/v1/sessions/{session}")).Json.GetProperty("status").GetString().ShouldBe("expired");
    }

    [Fact]
    public async Task A_message_repeated_after_its_session_expired_finds_the_run_that_it_made()
    {
        var session = await server.OpenAsync();
        (string, string) key = ("Idempotency-Key", "m2");
        var first = await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Hello"}""", key);
        var row = (await server.Runtime.FindSessionAsync(Guid.Parse(session), cancellationToken: RunningServer.Token))!;
        var expiry = new Commit { Session = row.Id, Take = "expiry", Epoch = row.Epoch + 1, ExpiresAt = row.OpenedAt, Release = true };
        await server.Runtime.Store.CommitAsync([expiry], RunningServer.Token);
        expiry.Outcome.ShouldBe(CommitOutcome.Committed);
        server = await RunningServer.StartAsync(folder: await server.StopAsync());

        var again = await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Hello"}""", key);
        var repeated = await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hello"}""", key);

        again.Status.ShouldBe(200, again.Text);
        again.Json.GetProperty("run").GetString().ShouldBe(first.Json.GetProperty("run").GetString());
        repeated.Json.GetProperty("repeated").GetBoolean().ShouldBeTrue();
        (await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Bye"}""", key)).ShouldRefuse(422, "idempotency-conflict");
        (await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hello"}""")).ShouldRefuse(410, "session-expired");
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("text/event-stream;q=0, image/png")]
    [InlineData("not a type")]
    public async Task A_client_that_takes_neither_JSON_nor_events_is_refused(string accept) =>
        (await server.PostAsync($"/v1/sessions/{await server.OpenAsync()}/messages", """{"text":"Hello"}""", ("Accept", accept))).ShouldRefuse(406, "not-acceptable", "Accept");

    [Fact]
    public async Task A_message_answered_with_events_shows_the_whole_run_and_then_the_run()
    {
        using var events = await server.FollowAsync($"/v1/sessions/{await server.OpenAsync()}/messages", body: """{"text":"Hello"}""");

        var all = await events.RestAsync();

        all.Where(e => e.Id is not null).Select(e => e.Kind).ShouldBe(["run.started", "model.replied", "run.finished"]);
        var started = all[0].Json;
        started.GetProperty("sequence").GetInt64().ToString().ShouldBe(all[0].Id);
        started.GetProperty("kind").GetString().ShouldBe("run.started");
        started.GetProperty("payload").GetProperty("input").GetString().ShouldBe("Hello");
        var run = started.GetProperty("run").GetString();
        events.Response.Headers.GetValues("Holdfast-Trace").ShouldBe([run!]);
        all[^1].Kind.ShouldBe("done");
        all[^1].Json.GetProperty("answer").GetString().ShouldBe("Done: Hello");
        all.Single(e => e.Kind == "run.finished").Json.GetProperty("payload").GetProperty("reason").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task A_silent_stream_sends_comments()
    {
        using var events = await server.FollowAsync($"/v1/sessions/{await server.OpenAsync("gated")}/messages", body: """{"text":"Hello"}""");

        (await events.NextCommentAsync()).ShouldBe(": heartbeat");
        gated.Open();

        (await events.RestAsync())[^1].Kind.ShouldBe("done");
    }

    [Fact]
    public async Task A_message_can_cancel_the_run_before_it()
    {
        var session = await server.OpenAsync("gated");
        var first = await server.StartAsync(session, "one");
        await gated.Entered;

        var second = await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"two","cancel_running":true}""");

        second.Status.ShouldBe(202, second.Text);
        (await server.GetAsync($"/v1/runs/{first}?wait=60")).Json.GetProperty("reason").GetString().ShouldBe("cancelled");
        gated.Open();
        (await server.GetAsync($"/v1/runs/{second.Json.GetProperty("run").GetString()}?wait=60")).Json.GetProperty("answer").GetString().ShouldBe("Done: two");
    }
}
