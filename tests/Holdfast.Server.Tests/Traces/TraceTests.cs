using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Server.Tests.Traces;

public sealed class TraceTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        var model = new ScriptedModel(turn => turn.Options?.Tools is not { Count: > 0 } || turn.Step > 0 ? new ScriptedReply($"Heard {turn.Input}.") : ScriptedReply.Call("break_things"));
        var breaker = Agent.Define("breaker").Use("break_things", "Breaks.", string () => throw new ToolException("The crockery is gone."), ToolEffect.Read).Build();
        server = await RunningServer.StartAsync(null, model.AsCatalog(), null, breaker);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Runs_are_found_by_what_they_were()
    {
        var session = await server.OpenAsync("echo", "maria");
        var apples = await server.SayAsync(session, "apples and pears");
        var broken = await server.SayAsync(await server.OpenAsync("breaker", "tom"), "plates");

        await ShouldFind("", broken, apples);
        await ShouldFind("user=maria", apples);
        await ShouldFind($"session={session}", apples);
        await ShouldFind("agent=breaker", broken);
        await ShouldFind("text=pears", apples);
        await ShouldFind("text=PEARS%20apples", apples);
        await ShouldFind("text=heard%20plates", broken);
        await ShouldFind("tool=break_things", broken);
        await ShouldFind("error=crockery", broken);
        await ShouldFind("reason=completed", broken, apples);
        await ShouldFind("reason=cancelled");
        await ShouldFind("status=finished&user=tom", broken);
        await ShouldFind("min_cost=0.01");
        await ShouldFind("min_cost=0", broken, apples);
        await ShouldFind("from=2020-01-01", broken, apples);
        await ShouldFind("from=2999-01-01");
        await ShouldFind("before=2020-01-01T00:00:00Z");
        var trace = (await server.GetAsync("/v1/traces?user=tom")).Json.GetProperty("traces")[0];
        trace.GetProperty("error").GetString()!.ShouldContain("crockery");
        trace.GetProperty("usage").GetProperty("input_tokens").GetInt64().ShouldBe(200);

        async Task ShouldFind(string query, params JsonElement[] runs)
        {
            var reply = await server.GetAsync("/v1/traces?" + query);
            reply.Status.ShouldBe(200, reply.Text);
            reply.Json.GetProperty("traces").EnumerateArray().Select(t => t.GetProperty("trace").GetString())
                .ShouldBe(runs.Select(r => r.GetProperty("trace").GetString()), query);
        }
    }

    [Fact]
    public async Task Pages_hold_each_run_once_while_others_are_added()
    {
        var session = await server.OpenAsync();
        var runs = new List<string?>();
        for (var i = 0; i < 7; i++)
        {
            runs.Insert(0, (await server.SayAsync(session, $"message {i}")).GetProperty("trace").GetString());
        }

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await server.GetAsync("/v1/traces?limit=3" + (cursor is null ? "" : "&cursor=" + cursor))).Json;
            seen.AddRange(page.GetProperty("traces").EnumerateArray().Select(t => t.GetProperty("trace").GetString()));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            await server.SayAsync(session, "one more");
        }
        while (cursor is not null);

        seen.ShouldBe(runs);
    }

    [Theory]
    [InlineData("reason=tired", "reason", "needs-input")]
    [InlineData("status=lost", "status", "finished")]
    [InlineData("limit=0", "limit", "1 to 200")]
    [InlineData("limit=1000", "limit", "1 to 200")]
    [InlineData("session=x", "session", "32 hexadecimal")]
    [InlineData("from=yesterday", "from", "2026-03-30")]
    [InlineData("min_cost=-1", "min_cost", "amount")]
    [InlineData("cursor=zz", "cursor", "next")]
    [InlineData("cursor=ffffffffffffffff-00000000000000000000000000000000", "cursor", "next")]
    [InlineData("usr=maria", "usr", "user")]
    public async Task A_condition_that_makes_no_sense_is_refused(string query, string field, string hint) =>
        (await server.GetAsync("/v1/traces?" + query)).ShouldRefuse(400, "invalid-query", field).ShouldContain(hint);

    [Fact]
    public async Task Any_text_may_be_searched_for()
    {
        foreach (var text in new[] { "\"", "a OR", "NEAR(", "*", "'; DROP TABLE runs", "日本", "%", "\\", "-x", "a\u0000b" })
        {
            (await server.GetAsync("/v1/traces?text=" + Uri.EscapeDataString(text))).Status.ShouldBe(200, text);
            (await server.GetAsync("/v1/traces?error=" + Uri.EscapeDataString(text))).Status.ShouldBe(200, text);
        }
    }
}
