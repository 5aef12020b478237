using System.Text.Json;
using Holdfast.Cost;
using Holdfast.Models;
using Holdfast.Testing;

namespace Holdfast.Server.Tests.Costs;

public sealed class CostTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        var endpoint = new ModelEndpoint(new ModelProvider("lab"), "small", ScriptedModel.Of(new ScriptedReply("Yes.") { InputTokens = 1_000, OutputTokens = 100 }), new ModelPrice(1, 10));
        server = await RunningServer.StartAsync(null, new ModelCatalog([endpoint]));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("agent", "echo")]
    [InlineData("user", "maria")]
    [InlineData("tenant", "default")]
    [InlineData("model", "lab/small")]
    [InlineData("tier", "standard")]
    [InlineData("purpose", "act")]
    public async Task Costs_are_added_up_by_group(string by, string group)
    {
        var session = await server.OpenAsync("echo", "maria");
        (await server.SayAsync(session, "one")).GetProperty("cost").GetDecimal().ShouldBe(0.002m);
        await server.SayAsync(session, "two");

        var costs = (await server.GetAsync($"/v1/costs?by={by}&from=2020-01-01")).Json;

        costs.GetProperty("total").GetDecimal().ShouldBe(0.004m);
        costs.GetProperty("by").GetString().ShouldBe(by);
        var only = costs.GetProperty("groups").EnumerateArray().Single();
        only.GetProperty("group").GetString().ShouldBe(group);
        only.GetProperty("runs").GetInt32().ShouldBe(2);
        only.GetProperty("input_tokens").GetInt32().ShouldBe(2_000);
        (await server.GetAsync($"/v1/costs?by={by}&to=2020-01-01")).Json.GetProperty("groups").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task How_often_answers_were_given_again_is_reported_by_agent()
    {
        await using var caching = await RunningServer.StartAsync(agents: [Holdfast.Agents.Agent.Define("desk").CacheAnswers().Build()]);
        var answers = default(JsonElement);
        foreach (var (text, count) in new[] { ("Where is it", 1), ("where is it?", 2), ("Who is it", 3) })
        {
            await caching.SayAsync(await caching.OpenAsync("desk", "maria"), text);
            do
            {
                // It is counted after the answer was given.
                answers = (await caching.GetAsync("/v1/costs?from=2020-01-01")).Json.GetProperty("cached_answers").EnumerateArray().SingleOrDefault();
            }
            while (answers.ValueKind == JsonValueKind.Undefined || answers.GetProperty("hits").GetInt32() + answers.GetProperty("misses").GetInt32() < count);
        }

        answers.GetProperty("agent").GetString().ShouldBe("desk");
        (answers.GetProperty("hits").GetInt32(), answers.GetProperty("misses").GetInt32(), answers.GetProperty("reported").GetInt32()).ShouldBe((1, 2, 0));
        answers.GetProperty("hit_rate").GetDouble().ShouldBe(1 / 3.0, 1e-9);
        (await caching.GetAsync("/v1/costs?to=2020-01-01")).Json.GetProperty("cached_answers").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_cascade_shows_its_confidence_and_what_it_saved()
    {
        var agent = Holdfast.Agents.Agent.Define("desk").ScoreAnswers(o => o with { StrongerTier = Tier.Strong }).Build();
        ModelEndpoint Model(string name, string hard, ModelPrice price) => new(
            new ModelProvider(name), name, new ScriptedModel(turn => new ScriptedReply(turn.Input == "hard" ? hard : "Yes.") { InputTokens = 1_000, OutputTokens = 100 }), price);
        var (small, strong) = (Model("small", "I am not sure.", new ModelPrice(1, 10)), Model("strong", "No.", new ModelPrice(10, 100)));
        await using var desk = await RunningServer.StartAsync(null, new ModelCatalog([strong], [strong], [small]), null, agent);
        var session = await desk.OpenAsync("desk", "maria");
        var easy = await desk.SayAsync(session, "easy");
        var hard = await desk.SayAsync(session, "hard");
        await desk.SayAsync(await desk.OpenAsync("echo", "maria"), "easy");

        (easy.GetProperty("answer").GetString(), hard.GetProperty("answer").GetString()).ShouldBe(("Yes.", "No."));
        easy.GetProperty("confidence").GetDouble().ShouldBe(0.8808);
        (await desk.GetAsync($"/v1/runs/{hard.GetProperty("run").GetString()}")).Json.GetProperty("confidence").GetDouble().ShouldBe(0.9526);
        var only = (await desk.GetAsync("/v1/costs?by=cascade")).Json.GetProperty("groups").EnumerateArray().Single();
        only.GetProperty("group").GetString().ShouldBe("desk");
        only.GetProperty("moved_up").GetInt32().ShouldBe(1);
        only.GetProperty("cost").GetDecimal().ShouldBe(0.024m, "two small calls of 0.002 and a strong one of 0.02");
        only.GetProperty("cost_alone").GetDecimal().ShouldBe(0.04m, "two strong ones");
        only.GetProperty("saved").GetDecimal().ShouldBe(0.016m);
        (await desk.GetAsync("/v1/traces?confidence_below=0.9")).Json.GetProperty("traces").EnumerateArray().Select(t => t.GetProperty("confidence").GetDouble()).ShouldBe([0.8808]);
        (await desk.GetAsync("/v1/traces?confidence_below=2")).Status.ShouldBe(400);
        var scored = (await desk.GetAsync($"/v1/runs/{hard.GetProperty("run").GetString()}/events")).Json.GetProperty("events").EnumerateArray()
            .Where(e => e.GetProperty("kind").GetString() == "answer.scored").Select(e => e.GetProperty("payload").GetProperty("outcome").GetString());
        scored.ShouldBe(["moved-up", "given"]);
    }

    [Theory]
    [InlineData("by=colour", "unknown-cost-group")]
    [InlineData("from=then", "invalid-query")]
    [InlineData("group=agent", "invalid-query")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string code)
    {
        var reply = await server.GetAsync("/v1/costs?" + query);
        reply.Status.ShouldBe(400);
        reply.Json.GetProperty("code").GetString().ShouldBe(code);
    }
}
