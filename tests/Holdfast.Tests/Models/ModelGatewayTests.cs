using System.Text.Json;
using Holdfast.Cost;
using Holdfast.Json;
using Holdfast.Models;
using Holdfast.Testing;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Models;

public class ModelGatewayTests
{
    private static readonly ScriptedReply Fine = new("Fine.");

    [Theory]
    [InlineData(ErrorCategory.RateLimited)]
    [InlineData(ErrorCategory.Overloaded)]
    [InlineData(ErrorCategory.Timeout)]
    [InlineData(ErrorCategory.Network)]
    public async Task What_may_pass_is_tried_again_after_one_two_and_four_seconds(ErrorCategory category)
    {
        var fixture = new GatewayFixture().Add("a", n => n < 3 ? throw GatewayFixture.Failure(category) : Fine);
        var started = fixture.Time.GetUtcNow();

        var outcome = await fixture.CallAsync();

        outcome.Reply!.Text.ShouldBe("Fine.");
        outcome.Attempts.Select(a => a.Category).ShouldBe([category, category, category, null]);
        (fixture.Time.GetUtcNow() - started).TotalSeconds.ShouldBeInRange(0.8 * 7, 1.2 * 7);
    }

    [Fact]
    public async Task Retries_used_up_lead_to_the_next_model()
    {
        var fixture = new GatewayFixture().Add("a", _ => throw GatewayFixture.Failure(ErrorCategory.Overloaded)).Add("b", _ => Fine);

        var outcome = await fixture.CallAsync();

        outcome.Reply.ShouldNotBeNull();
        fixture.Asked.ShouldBe(["a", "a", "a", "a", "b"]);
    }

    [Theory]
    [InlineData(ErrorCategory.Auth)]
    [InlineData(ErrorCategory.BadRequest)]
    [InlineData(ErrorCategory.ContentFiltered)]
    public async Task What_will_not_pass_is_not_tried_again(ErrorCategory category)
    {
        var fixture = new GatewayFixture().Add("a", _ => throw GatewayFixture.Failure(category)).Add("b", _ => Fine);

        (await fixture.CallAsync()).Reply.ShouldNotBeNull();
        fixture.Asked.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task The_provider_s_own_delay_is_honoured_and_a_long_one_means_the_next_model()
    {
        var fixture = new GatewayFixture().Add("a", n => n == 0 ? throw GatewayFixture.Failure(ErrorCategory.RateLimited, TimeSpan.FromSeconds(9)) : Fine);
        var started = fixture.Time.GetUtcNow();
        await fixture.CallAsync();
        (fixture.Time.GetUtcNow() - started).TotalSeconds.ShouldBe(9);

        var second = new GatewayFixture().Add("a", _ => throw GatewayFixture.Failure(ErrorCategory.RateLimited, TimeSpan.FromHours(1))).Add("b", _ => Fine);
        await second.CallAsync();
        second.Asked.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Five_failures_open_the_breaker_and_a_success_after_the_pause_closes_it()
    {
        var broken = true;
        var options = new ModelProviderOptions { RetryDelays = [] };
        var fixture = new GatewayFixture().Add("a", _ => broken ? throw GatewayFixture.Failure(ErrorCategory.Overloaded) : Fine, options).Add("b", _ => Fine);
        var gateway = fixture.Build();
        for (var i = 0; i < 5; i++)
        {
            await fixture.CallAsync(gateway);
        }

        fixture.Asked.Clear();
        var skipping = await fixture.CallAsync(gateway);
        fixture.Asked.ShouldBe(["b"]);
        skipping.Attempts[0].Error.ShouldNotBeNull().ShouldContain("circuit breaker");

        fixture.Time.Advance(TimeSpan.FromSeconds(31));
        broken = false;
        fixture.Asked.Clear();
        await fixture.CallAsync(gateway);
        await fixture.CallAsync(gateway);
        fixture.Asked.ShouldBe(["a", "a"]);
    }

    [Fact]
    public async Task A_failing_probe_opens_the_breaker_again_at_once()
    {
        var fixture = new GatewayFixture().Add("a", _ => throw GatewayFixture.Failure(ErrorCategory.Overloaded), new ModelProviderOptions { RetryDelays = [] });
        var gateway = fixture.Build();
        for (var i = 0; i < 5; i++)
        {
            await fixture.CallAsync(gateway);
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(31));
        await fixture.CallAsync(gateway);
        fixture.Asked.Count.ShouldBe(6);
        var outcome = await fixture.CallAsync(gateway);
        fixture.Asked.Count.ShouldBe(6);
        outcome.CircuitOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task A_reply_that_was_cut_off_is_asked_again_with_more_room_and_never_taken()
    {
        var room = new List<int?>();
        var fixture = new GatewayFixture();
        var model = new ScriptedModel(turn =>
        {
            room.Add(turn.Options!.MaxOutputTokens);
            return room.Count < 3 ? new ScriptedReply("Half a sen") { FinishReason = ChatFinishReason.Length } : Fine;
        });
        var gateway = new ModelGateway(new ModelCatalog([new ModelEndpoint(new ModelProvider("a"), "m", model)]));

        var outcome = await fixture.CallAsync(gateway);

        outcome.Reply!.Text.ShouldBe("Fine.");
        room.ShouldBe([100, 200, 400]);
    }

    [Fact]
    public async Task A_reply_that_stays_cut_off_fails_as_malformed()
    {
        var fixture = new GatewayFixture().Add("a", _ => new ScriptedReply("Half") { FinishReason = ChatFinishReason.Length });

        var outcome = await fixture.CallAsync();

        outcome.Reply.ShouldBeNull();
        outcome.Category.ShouldBe(ErrorCategory.MalformedOutput);
        outcome.Attempts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Structured_output_is_mended_where_that_is_safe_and_asked_again_with_the_violations()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"age":{"type":"integer"}},"required":["age"]}""");
        ChatMessage? reask = null;
        var replies = new Queue<string>(["""{"age": "old"}""", """{'age': 42,}"""]);
        var model = new ScriptedModel(turn =>
        {
            reask = turn.Messages[^1];
            return new ScriptedReply(replies.Dequeue());
        });
        var gateway = new ModelGateway(new ModelCatalog([new ModelEndpoint(new ModelProvider("a"), "m", model)]));

        var outcome = await new GatewayFixture().CallAsync(gateway, c => c with { ResponseSchema = JsonSchema.Parse(schema.RootElement) });

        outcome.Reply!.Text.ShouldBe("""{"age":42}""");
        reask!.Text.ShouldContain("age");
        reask.Text.ShouldContain("integer");
    }

    [Fact]
    public async Task Tool_arguments_that_break_off_are_not_completed_by_guessing()
    {
        var replies = new Queue<ScriptedReply>([ScriptedReply.Call("pay", """{"amount": 10"""), ScriptedReply.Call("pay", """{"amount": 100}""")]);
        var fixture = new GatewayFixture().Add("a", _ => replies.Dequeue());
        var tool = Holdfast.Tools.ToolMethods.Of("pay", "Pays.", (int amount) => amount);

        var outcome = await fixture.CallAsync(change: c => c with { Tools = [tool.Declaration] });

        outcome.Reply!.ToolCalls[0].Arguments.ShouldBe("""{"amount": 100}""");
        outcome.Attempts[0].Category.ShouldBe(ErrorCategory.MalformedOutput);
    }

    [Fact]
    public async Task An_attempt_of_which_nobody_knows_what_it_used_is_charged_with_all_that_was_reserved()
    {
        var ceiling = new Ceiling("run tokens", isMoney: false, 1_000);
        var fixture = new GatewayFixture { Budget = new RunBudget([ceiling], [], null, Guid.Empty) }
            .Add("a", n => n == 0 ? throw GatewayFixture.Failure(ErrorCategory.Timeout) : Fine with { InputTokens = 20, OutputTokens = 5 });

        var outcome = await fixture.CallAsync();

        outcome.Attempts[0].ShouldSatisfyAllConditions(a => a.Assumed.ShouldBeTrue(), a => a.InputTokens.ShouldBe(50), a => a.OutputTokens.ShouldBe(100));
        ceiling.Left.ShouldBe(1_000 - 150 - 25);
    }

    [Fact]
    public async Task A_refusal_of_the_provider_costs_nothing()
    {
        var ceiling = new Ceiling("run tokens", isMoney: false, 1_000);
        var fixture = new GatewayFixture { Budget = new RunBudget([ceiling], [], null, Guid.Empty) }
            .Add("a", n => n == 0 ? throw GatewayFixture.Failure(ErrorCategory.Overloaded) : Fine with { InputTokens = 20, OutputTokens = 5 });

        await fixture.CallAsync();

        ceiling.Left.ShouldBe(975);
    }

    [Fact]
    public async Task The_output_is_shortened_to_what_the_budget_allows_and_a_call_that_cannot_fit_is_refused()
    {
        int? asked = null;
        var model = new ScriptedModel(turn =>
        {
            asked = turn.Options!.MaxOutputTokens;
            return Fine with { InputTokens = 40, OutputTokens = 1 };
        });
        var gateway = new ModelGateway(new ModelCatalog([new ModelEndpoint(new ModelProvider("a"), "m", model)]));
        var ceiling = new Ceiling("run tokens", isMoney: false, 110);
        var fixture = new GatewayFixture { Budget = new RunBudget([ceiling], [], null, Guid.Empty) };

        (await fixture.CallAsync(gateway)).Reply.ShouldNotBeNull();
        asked.ShouldBe(60);
        ceiling.Left.ShouldBe(69);

        ceiling.Left = 60;
        var refused = await fixture.CallAsync(gateway);
        refused.Refusal.ShouldBe(new BudgetRefusal("run tokens", 66, 60));
    }

    [Fact]
    public async Task Money_is_reserved_at_the_model_s_price()
    {
        var ceiling = new Ceiling("run cost", isMoney: true, 1_000_000);
        var fixture = new GatewayFixture { Budget = new RunBudget([ceiling], [], null, Guid.Empty) }
            .Add("a", _ => Fine with { InputTokens = 40, OutputTokens = 10 }, price: new ModelPrice(1m, 2m));

        var outcome = await fixture.CallAsync();

        outcome.Attempts[0].CostNanos.ShouldBe(40 * 1_000 + 10 * 2_000);
        ceiling.Left.ShouldBe(1_000_000 - 60_000);
    }
}
