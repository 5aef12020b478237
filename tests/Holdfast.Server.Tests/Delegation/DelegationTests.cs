using Holdfast.Agents;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Server.Tests.Delegation;

/// <summary>An agent that calls agents, as clients and people see it over HTTP.</summary>
public sealed class DelegationTests
{
    private int wiped;

    [Fact]
    public async Task A_called_agent_waits_for_a_person_in_the_open_and_is_told_of_with_its_caller()
    {
        await using var server = await StartAsync();
        var session = await server.OpenAsync("desk", "maria");
        var said = await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Wipe it"}""");
        said.Json.GetProperty("status").GetString().ShouldBe("waiting");
        said.Json.GetProperty("answer").GetString()!.ShouldContain("A person has to look at this");
        var run = said.Json.GetProperty("run").GetString()!;

        var listed = (await server.GetAsync("/v1/approvals")).Json.GetProperty("approvals").EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("parent").GetString().ShouldBe(run);
        var child = listed.GetProperty("run").GetString()!;
        var parent = (await server.GetAsync($"/v1/runs/{run}")).Json;
        parent.GetProperty("approval").GetProperty("run").GetString().ShouldBe(child);
        parent.GetProperty("children").EnumerateArray().ShouldHaveSingleItem().GetProperty("run").GetString().ShouldBe(child);
        var called = (await server.GetAsync($"/v1/runs/{child}")).Json;
        (called.GetProperty("parent").GetString(), called.GetProperty("trace").GetString(), called.GetProperty("agent").GetString()).ShouldBe((run, run, "clerk"));
        (await server.PostAsync($"/v1/sessions/{called.GetProperty("session").GetString()}/messages", """{"text":"Hello"}""")).ShouldRefuse(409, "session-closed");
        (await server.PostAsync("/v1/agents/clerk/sessions", "{}")).ShouldRefuse(404, "unknown-agent");

        (await server.PostAsync($"/v1/approvals/{listed.GetProperty("id").GetString()}", """{"decision":"approve","by":"ann"}""")).Status.ShouldBeInRange(200, 202);
        using var events = await server.FollowAsync($"/v1/runs/{run}/events");
        (await events.RestAsync())[^1].Json.GetProperty("reason").GetString().ShouldBe("completed");
        wiped.ShouldBe(1);
        (await server.GetAsync("/v1/traces?agent=clerk")).Json.GetProperty("traces").EnumerateArray().ShouldHaveSingleItem().GetProperty("trace").GetString().ShouldBe(run);
    }

    [Fact]
    public async Task What_a_called_agent_was_told_is_given_out_and_erased_with_the_rest_of_a_person()
    {
        await using var server = await StartAsync();
        var session = await server.OpenAsync("desk", "maria");
        await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Wipe it"}""");
        (await server.GetAsync("/v1/users/maria/export")).Text.ShouldContain("her lavender");

        var reply = await server.PostAsync("/v1/users/maria/erase");

        reply.Status.ShouldBe(200, reply.Text);
        (reply.Json.GetProperty("sessions").GetInt32(), reply.Json.GetProperty("runs").GetInt32()).ShouldBe((2, 2));
        (await server.GetAsync("/v1/traces?text=lavender")).Json.GetProperty("traces").GetArrayLength().ShouldBe(0);
        (await server.GetAsync("/v1/traces?user=erased")).Json.GetProperty("traces").EnumerateArray().Select(t => t.GetProperty("reason").GetString()).ShouldBe(["cancelled", "cancelled"]);
        wiped.ShouldBe(0);
    }

    private Task<RunningServer> StartAsync()
    {
        var clerk = Agent.Define("clerk").Instruct("clerk").Use(ToolMethods.Of("wipe", "Wipes.", () => $"Wiped {++wiped}.", new ToolAttribute { NeedsApproval = true })).Build();
        var desk = Agent.Define("desk").Instruct("desk").Calls(clerk).Build();
        var model = new ScriptedModel(turn => (turn.Messages[0].Text.StartsWith("desk", StringComparison.Ordinal), turn.Step) switch
        {
            (true, 0) => ScriptedReply.Call("clerk", """{"task":"Wipe her lavender"}"""),
            (false, 0) => ScriptedReply.Call("wipe"),
            _ => new ScriptedReply("Done."),
        });
        return RunningServer.StartAsync(null, model.AsCatalog(), null, desk);
    }
}
