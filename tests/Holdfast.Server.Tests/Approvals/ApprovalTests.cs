using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Server.Tests.Approvals;

/// <summary>The story of an approval over HTTP: the run waits, servers come and go, people look, change, approve, and it is carried out once.</summary>
public sealed class ApprovalTests
{
    private readonly ConcurrentQueue<decimal> paid = new();

    [Fact]
    public async Task A_call_waits_through_a_restart_is_changed_approved_by_two_and_carried_out_once()
    {
        var first = await StartAsync();
        var session = await first.OpenAsync("payer", "maria");
        var said = await first.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Pay 80"}""");
        said.Status.ShouldBe(202, "The run has not ended.");
        said.Json.GetProperty("status").GetString().ShouldBe("waiting");
        said.Json.GetProperty("answer").GetString()!.ShouldContain("A person has to look at this");
        var run = said.Json.GetProperty("run").GetString()!;
        var id = said.Json.GetProperty("approval").GetProperty("id").GetString()!;
        var folder = await first.StopAsync();
        paid.ShouldBeEmpty();

        await using var server = await StartAsync(folder);
        foreach (var _ in (int[])[1, 2])
        {
            // Two people look at the same list.
            var listed = (await server.GetAsync("/v1/approvals")).Json.GetProperty("approvals").EnumerateArray().ShouldHaveSingleItem();
            listed.GetProperty("id").GetString().ShouldBe(id);
            (listed.GetProperty("tool").GetString(), listed.GetProperty("user").GetString(), listed.GetProperty("arguments").GetProperty("amount").GetInt32()).ShouldBe(("pay", "maria", 80));
        }

        (await server.PostAsync($"/v1/approvals/{id}", """{"decision":"approve","by":"ann","arguments":{"amount":"much"}}""")).ShouldRefuse(422, "invalid-arguments").ShouldContain("amount");
        (await server.PostAsync($"/v1/approvals/{id}", """{"decision":"perhaps","by":"ann"}""")).ShouldRefuse(400, "invalid-decision", "decision");
        var changed = await server.PostAsync($"/v1/approvals/{id}", """{"decision":"approve","by":"ann","arguments":{"amount":600}}""");
        changed.Status.ShouldBe(200, changed.Text);
        (changed.Json.GetProperty("status").GetString(), changed.Json.GetProperty("required").GetInt32()).ShouldBe(("pending", 2));
        (await server.PostAsync($"/v1/approvals/{id}", """{"decision":"approve","by":"ann"}""")).ShouldRefuse(409, "approval-repeated");
        paid.ShouldBeEmpty();

        var approved = await server.PostAsync($"/v1/approvals/{id}", $$"""{"decision":"approve","by":"bob","digest":"{{changed.Json.GetProperty("digest").GetString()}}"}""");
        (approved.Status, approved.Json.GetProperty("status").GetString()).ShouldBe((200, "approved"));
        (await server.PostAsync($"/v1/approvals/{id}", """{"decision":"approve","by":"carl"}""")).ShouldRefuse(409, "approval-decided").ShouldContain("ann and bob");

        using var events = await server.FollowAsync($"/v1/runs/{run}/events");
        var done = (await events.RestAsync())[^1];
        done.Json.GetProperty("reason").GetString().ShouldBe("completed");
        paid.ShouldBe([600m]);
        (await server.GetAsync("/v1/approvals")).Json.GetProperty("approvals").GetArrayLength().ShouldBe(0);
        (await server.GetAsync("/v1/approvals?status=approved&tool=pay")).Json.GetProperty("approvals").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_message_s_stream_ends_while_people_are_asked_and_the_run_s_stream_stays()
    {
        await using var server = await StartAsync();
        var session = await server.OpenAsync("payer");
        using var turn = await server.FollowAsync($"/v1/sessions/{session}/messages", body: """{"text":"Pay 80"}""");
        var seen = await turn.RestAsync();
        seen.Select(e => e.Kind).ShouldContain("approval.requested");
        seen[^1].Kind.ShouldBe("done");
        seen[^1].Json.GetProperty("status").GetString().ShouldBe("waiting");

        var run = seen[^1].Json.GetProperty("run").GetString()!;
        using var all = await server.FollowAsync($"/v1/runs/{run}/events");
        var id = seen[^1].Json.GetProperty("approval").GetProperty("id").GetString()!;
        (await server.PostAsync($"/v1/approvals/{id}", """{"decision":"reject","reason":"too much"}""")).Json.GetProperty("status").GetString().ShouldBe("rejected");
        (await all.RestAsync()).Select(e => e.Kind).ShouldContain("approval.decided");
        paid.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_OpenAI_client_is_told_that_a_person_has_to_look_at_it()
    {
        await using var server = await StartAsync();
        var completion = await server.PostAsync("/openai/v1/chat/completions", """{"model":"payer","messages":[{"role":"user","content":"Pay 80"}]}""");
        completion.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!.ShouldContain("A person has to look at this");
    }

    [Fact]
    public async Task Only_keys_that_may_approve_decide_and_the_role_is_the_key_s()
    {
        await using var server = await RunningServer.StartAsync(
            options => options.ApiKeys =
            [
                new ApiKeyOptions { Name = "app", Key = "app-key-0123456789abcdef", Scopes = ["invoke"] },
                new ApiKeyOptions { Name = "ann", Key = "ann-key-0123456789abcdef", Scopes = ["approve"] },
                new ApiKeyOptions { Name = "bob", Key = "bob-key-0123456789abcdef", Scopes = ["approve", "manager"] },
                new ApiKeyOptions { Name = "eve", Key = "eve-key-0123456789abcdef", Scopes = ["approve"], Tenant = "other" },
            ],
            Model(700).AsCatalog(),
            agents: Payer());
        var app = ("Authorization", "Bearer app-key-0123456789abcdef");
        var session = (await server.PostAsync("/v1/agents/payer/sessions", null, app)).Json.GetProperty("id").GetString();
        var id = (await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Pay 700"}""", app)).Json.GetProperty("approval").GetProperty("id").GetString();
        const string yes = """{"decision":"approve"}""";

        (await server.PostAsync($"/v1/approvals/{id}", yes, app)).ShouldRefuse(403, "missing-scope");
        (await server.PostAsync($"/v1/approvals/{id}", yes, Key("eve"))).ShouldRefuse(404, "unknown-approval");
        (await server.GetAsync("/v1/approvals", Key("eve"))).Json.GetProperty("approvals").GetArrayLength().ShouldBe(0);
        (await server.GetAsync($"/v1/sessions/{session}/grants", Key("eve"))).ShouldRefuse(404, "unknown-session");
        (await server.PostAsync($"/v1/approvals/{id}", yes, Key("ann"))).ShouldRefuse(403, "missing-role").ShouldContain("manager");
        (await server.PostAsync($"/v1/approvals/{id}", """{"decision":"approve","by":"carl"}""", Key("bob"))).ShouldRefuse(400, "invalid-decision", "by");
        (await server.PostAsync($"/v1/approvals/{id}", yes, Key("bob"))).Json.GetProperty("approved_by")[0].GetString().ShouldBe("bob");
        paid.ShouldBeEmpty("Two people have to approve it.");

        static (string, string) Key(string name) => ("Authorization", $"Bearer {name}-key-0123456789abcdef");
    }

    private Task<RunningServer> StartAsync(string? folder = null) => RunningServer.StartAsync(models: Model(80).AsCatalog(), folder: folder, agents: Payer());

    private static ScriptedModel Model(int amount) => new(turn => turn.Step == 0 ? ScriptedReply.Call("pay", $$"""{"amount":{{amount}}}""") : new ScriptedReply("Done."));

    private Agent Payer() => Agent.Define("payer").UseToolsOf(new Purse(paid))
        .Rule(
            new PolicyRule("large", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 50 },
            new PolicyRule("huge", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 500, Approvers = 2, Role = "manager" })
        .Build();

    private sealed class Purse(ConcurrentQueue<decimal> paid)
    {
        [Tool(Idempotent = true, Returns = Integrity.Trusted)]
        [Description("Pays an amount.")]
        public string Pay([Description("The amount.")] decimal amount)
        {
            paid.Enqueue(amount);
            return "paid";
        }
    }
}
