namespace Holdfast.Server.Tests.OpenAi;

public sealed class ChatCompletionTests : IAsyncLifetime
{
    private const string Path = "/openai/v1/chat/completions";

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("""{"model":"echo","metadata":{"se\ud800ssion":"0"},"messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("""{"model":"echo","messages":[{"role":"user","content":[{"type":"text","text":"\uD800"}]}]}""")]
    public async Task Half_a_character_anywhere_in_a_body_is_refused(string body)
    {
        var reply = await server.PostAsync("/openai/v1/chat/completions", body);
        reply.Status.ShouldBe(400);
        reply.Text.ShouldContain("not valid Unicode");
    }

    [Fact]
    public async Task The_session_can_be_named_by_header_or_metadata()
    {
        var session = await server.OpenAsync();

        var header = await server.PostAsync(Path, """{"model":"echo","messages":[{"role":"user","content":"one"}]}""", ("x-holdfast-session", session));
        var metadata = await server.PostAsync(Path, $$"""{"model":"echo","metadata":{"session":"{{session}}"},"messages":[{"role":"user","content":[{"type":"text","text":"two"}]}]}""");

        header.Headers["x-holdfast-session"].ShouldBe(session);
        metadata.Headers["x-holdfast-session"].ShouldBe(session);
        metadata.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("You said: two");
        metadata.Headers["Holdfast-Trace"].ShouldMatch("^[0-9a-f]{32}$");
        (await server.GetAsync($"/v1/sessions/{session}")).Json.GetProperty("runs").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_answer_once()
    {
        const string Body = """{"model":"echo","messages":[{"role":"user","content":"one"}]}""";
        var first = await server.PostAsync(Path, Body, ("Idempotency-Key", "k"));
        var again = await server.PostAsync(Path, Body, ("Idempotency-Key", "k"));
        var other = await server.PostAsync(Path, Body.Replace("one", "two"), ("Idempotency-Key", "k"));

        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        again.Headers["Holdfast-Trace"].ShouldBe(first.Headers["Holdfast-Trace"]);
        other.Status.ShouldBe(422);
        (await server.GetAsync("/v1/traces")).Json.GetProperty("traces").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_ends_as_the_protocol_wants()
    {
        using var events = await server.FollowAsync(Path, body: """{"model":"echo","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"one"}]}""");

        var all = await events.RestAsync();

        all[^1].Data.ShouldBe("[DONE]");
        all[0].Json.GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString().ShouldBe("assistant");
        all[^2].Json.GetProperty("choices").GetArrayLength().ShouldBe(0);
        all[^2].Json.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(110);
        all[^3].Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        string.Concat(all[1..^3].Select(e => e.Json.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString())).ShouldBe("You said: one");
        all[..^1].Select(e => e.Json.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"echo"}""", "messages")]
    [InlineData("""{"model":"echo","messages":[]}""", "messages")]
    [InlineData("""{"model":"echo","messages":[null]}""", "messages")]
    [InlineData("""{"model":"echo","messages":[{"role":"assistant","content":"x"}]}""", "messages")]
    [InlineData("""{"model":"echo","messages":[{"role":"user","content":5}]}""", "messages[0].content")]
    [InlineData("""{"model":"echo","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", "messages[0].content")]
    [InlineData("""{"model":"echo","n":2,"messages":[{"role":"user","content":"x"}]}""", "n")]
    [InlineData("""{"model":"echo","tools":[{"type":"function"}],"messages":[{"role":"user","content":"x"}]}""", "tools")]
    [InlineData("""{"model":"echo","response_format":{"type":"json_object"},"messages":[{"role":"user","content":"x"}]}""", "response_format")]
    [InlineData("""{"model":"echo","metadata":{"session":5},"messages":[{"role":"user","content":"x"}]}""", "metadata.session")]
    public async Task A_request_that_no_agent_can_serve_is_refused_in_the_protocol_s_form(string body, string field)
    {
        var reply = await server.PostAsync(Path, body);

        reply.Status.ShouldBe(400, reply.Text);
        reply.ContentType.ShouldBe("application/json");
        var error = reply.Json.GetProperty("error");
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("param").GetString().ShouldBe(field);
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_session_of_another_agent_is_not_found() =>
        (await server.PostAsync(Path, """{"model":"echo","messages":[{"role":"user","content":"x"}]}""", ("x-holdfast-session", Guid.NewGuid().ToString("N")))).Status.ShouldBe(404);

    [Fact]
    public async Task Settings_of_models_are_ignored() =>
        (await server.PostAsync(Path, """{"model":"echo","temperature":0.2,"top_p":1,"max_tokens":5,"stop":["x"],"seed":7,"tools":[],"response_format":{"type":"text"},"messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":"x"}]}""")).Status.ShouldBe(200);
}
