using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Testing;

namespace Holdfast.Server.Tests.Tickets;

/// <summary>The story of a ticket over HTTP: the agent asks for a person, who takes the session over, answers, hands back, and closes.</summary>
public sealed class TicketTests
{
    [Fact]
    public async Task A_person_takes_over_answers_survives_a_restart_hands_back_and_closes()
    {
        var first = await StartAsync();
        var session = await first.OpenAsync("helper", "maria");
        var said = await first.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"I want a human"}""");
        (said.Status, said.Json.GetProperty("reason").GetString()).ShouldBe((200, "escalated"));
        var listed = (await first.GetAsync("/v1/tickets")).Json.GetProperty("tickets").EnumerateArray().ShouldHaveSingleItem();
        var id = listed.GetProperty("id").GetString()!;
        (listed.GetProperty("reason").GetString(), listed.GetProperty("priority").GetString(), listed.GetProperty("user").GetString()).ShouldBe(("requested", "normal", "maria"));
        listed.GetProperty("overdue").GetBoolean().ShouldBeFalse();
        listed.TryGetProperty("transcript", out _).ShouldBeFalse();
        (await first.PostAsync($"/v1/tickets/{id}/reply", """{"text":"Hi","by":"ann"}""")).ShouldRefuse(409, "ticket-unclaimed");
        (await first.PostAsync($"/v1/tickets/{id}/claim", """{"by":"ann"}""")).Json.GetProperty("status").GetString().ShouldBe("claimed");
        (await first.PostAsync($"/v1/tickets/{id}/claim", """{"by":"bob"}""")).ShouldRefuse(409, "ticket-claimed").ShouldContain("ann");
        var folder = await first.StopAsync();

        await using var server = await StartAsync(folder);
        var meanwhile = await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Are you there?"}""");
        meanwhile.Json.GetProperty("answer").GetString()!.ShouldContain("A person has taken over this conversation");
        (await server.PostAsync($"/v1/tickets/{id}/reply", """{"text":"I am Ann. It is on its way.","by":"ann"}""")).Status.ShouldBe(200);

        // The user sees that a person said it, not which one; colleagues see both.
        var messages = (await server.GetAsync($"/v1/sessions/{session}/messages")).Json.GetProperty("messages").EnumerateArray().ToList();
        messages.Select(m => m.GetProperty("from").GetString()).ShouldBe(["user", "agent", "user", "agent", "person"]);
        messages[^1].GetProperty("text").GetString().ShouldBe("I am Ann. It is on its way.");
        messages[^1].TryGetProperty("by", out _).ShouldBeFalse();
        var newer = await server.GetAsync($"/v1/sessions/{session}/messages?after={messages[^2].GetProperty("sequence").GetInt64()}");
        newer.Json.GetProperty("messages").GetArrayLength().ShouldBe(1);
        var ticket = (await server.GetAsync($"/v1/tickets/{id}")).Json;
        ticket.GetProperty("transcript")[4].GetProperty("by").GetString().ShouldBe("ann");
        ticket.GetProperty("summary").GetString()!.ShouldContain("Why: The agent asked for a person: Asked.");

        (await server.PostAsync($"/v1/tickets/{id}/hand-back", """{"note":"Told her.","by":"ann"}""")).Json.GetProperty("status").GetString().ShouldBe("open");
        (await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Thanks"}""")).Json.GetProperty("answer").GetString().ShouldBe("You said: Thanks");
        (await server.PostAsync($"/v1/tickets/{id}/close", null)).Json.GetProperty("closed_by").GetString().ShouldBe("local");
        (await server.PostAsync($"/v1/tickets/{id}/close", null)).ShouldRefuse(409, "ticket-closed");
        (await server.GetAsync("/v1/tickets")).Json.GetProperty("tickets").GetArrayLength().ShouldBe(0);
        (await server.GetAsync("/v1/tickets?status=all&owner=ann")).Json.GetProperty("tickets").GetArrayLength().ShouldBe(1);
        (await server.GetAsync("/v1/tickets?status=lost")).ShouldRefuse(400, "invalid-query", "status");
    }

    [Fact]
    public async Task A_stream_tells_that_a_person_is_asked_before_the_run_ends()
    {
        await using var server = await StartAsync();
        var session = await server.OpenAsync("helper");
        using var turn = await server.FollowAsync($"/v1/sessions/{session}/messages", body: """{"text":"I want a human"}""");
        (await turn.RestAsync()).Select(e => e.Kind).ToList()[^3..].ShouldBe(["ticket.opened", "run.finished", "done"]);
    }

    [Fact]
    public async Task Only_keys_that_may_operate_see_tickets_and_only_their_tenant_s()
    {
        await using var server = await RunningServer.StartAsync(
            options => options.ApiKeys =
            [
                new ApiKeyOptions { Name = "app", Key = "app-key-0123456789abcdef", Scopes = ["invoke"] },
                new ApiKeyOptions { Name = "ann", Key = "ann-key-0123456789abcdef", Scopes = ["operate"] },
                new ApiKeyOptions { Name = "eve", Key = "eve-key-0123456789abcdef", Scopes = ["admin"], Tenant = "other" },
            ],
            Model().AsCatalog(),
            agents: Helper());
        var session = (await server.PostAsync("/v1/agents/helper/sessions", null, Key("app"))).Json.GetProperty("id").GetString();
        await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"I want a human"}""", Key("app"));
        var id = (await server.GetAsync("/v1/tickets", Key("ann"))).Json.GetProperty("tickets")[0].GetProperty("id").GetString();

        (await server.PostAsync($"/v1/tickets/{id}/claim", null, Key("app"))).ShouldRefuse(403, "missing-scope");
        (await server.GetAsync("/v1/tickets?status=all", Key("eve"))).Json.GetProperty("tickets").GetArrayLength().ShouldBe(0);
        (await server.GetAsync($"/v1/tickets/{id}", Key("eve"))).ShouldRefuse(404, "unknown-ticket");
        foreach (var act in (string[])["claim", "hand-back", "close"])
        {
            (await server.PostAsync($"/v1/tickets/{id}/{act}", null, Key("eve"))).ShouldRefuse(404, "unknown-ticket");
        }

        (await server.PostAsync($"/v1/tickets/{id}/reply", """{"text":"Hi"}""", Key("eve"))).ShouldRefuse(404, "unknown-ticket");
        (await server.PostAsync($"/v1/tickets/{id}/claim", """{"by":"carl"}""", Key("ann"))).ShouldRefuse(400, "invalid-reply", "by");
        (await server.PostAsync($"/v1/tickets/{id}/claim", null, Key("ann"))).Json.GetProperty("owner").GetString().ShouldBe("ann");

        static (string, string) Key(string name) => ("Authorization", $"Bearer {name}-key-0123456789abcdef");
    }

    internal static ScriptedModel Model() => new(turn =>
        turn is { Input: "I want a human", Step: 0 } ? ScriptedReply.Call("ask_for_a_person", """{"reason":"Asked."}""") : new ScriptedReply($"You said: {turn.Input}"));

    internal static Agent Helper() => Agent.Define("helper").Escalates().Build();

    private static Task<RunningServer> StartAsync(string? folder = null) => RunningServer.StartAsync(models: Model().AsCatalog(), folder: folder, agents: Helper());
}
