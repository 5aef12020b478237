using System.Text.Json;
using Holdfast.Agents.Scheduling;
using Holdfast.Tests.Shared;

namespace Holdfast.Server.Tests;

/// <summary>The server on PostgreSQL: the scheduling agent, the search, and characters that PostgreSQL's text cannot hold.</summary>
public sealed class PostgreSqlTests
{
    [Fact]
    public async Task The_scheduling_agent_and_the_search_work_on_PostgreSQL()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync(RunningServer.Token);
        await using var server = await RunningServer.StartAsync(
            options =>
            {
                options.Storage = database.ConnectionString;
                options.Scheduling = new SchedulingOptions();
            },
            RunningServer.Offline);
        var session = await server.OpenAsync("scheduling", "maria");

        await server.SayAsync(session, "Book a Swedish massage the day after tomorrow at 14:00");
        await server.SayAsync(session, "yes");

        (await server.GetAsync("/v1/traces?text=massage")).Json.GetProperty("traces").GetArrayLength().ShouldBeGreaterThan(0);
        (await server.GetAsync("/v1/costs?by=agent")).Json.GetProperty("groups")[0].GetProperty("runs").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Keys_the_audit_log_and_the_erasure_of_a_person_work_on_PostgreSQL()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync(RunningServer.Token);
        await using var server = await RunningServer.StartAsync(options => options.Storage = database.ConnectionString);
        (string, string) key = ("Authorization", "Bearer " + (await server.PostAsync("/v1/keys", """{"name":"root","scopes":["admin"]}""")).Json.GetProperty("key").GetString());
        (await server.GetAsync("/v1/agents")).Status.ShouldBe(401);
        var session = (await server.PostAsync("/v1/agents/echo/sessions", """{"user":"maria"}""", key)).Json.GetProperty("id").GetString();
        var said = await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"I love lavender"}""", key);
        (await server.GetAsync("/v1/users/maria/export", key)).Text.ShouldContain("I love lavender");

        var erased = await server.PostAsync("/v1/users/maria/erase", null, key);

        erased.Status.ShouldBe(200, erased.Text);
        erased.Json.GetProperty("sessions").GetInt32().ShouldBe(1);
        (await server.GetAsync($"/v1/runs/{said.Json.GetProperty("run").GetString()}/events", key)).Text.ShouldNotContain("lavender");
        (await server.GetAsync("/v1/traces?text=lavender", key)).Json.GetProperty("traces").GetArrayLength().ShouldBe(0);
        (await server.GetAsync($"/v1/sessions/{session}", key)).Json.GetProperty("status").GetString().ShouldBe("closed");
        (await Journal.JournalVerification.VerifyAsync(server.Runtime.Store, Guid.Parse(session!))).Fault.ShouldBeNull();
        (await server.GetAsync("/v1/audit", key)).Json.GetProperty("acts").EnumerateArray().Select(act => act.GetProperty("act").GetString())
            .ShouldBe(["person.erased", "person.exported", "key.created"]);
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("\u0001\u001f\u007f\ufffe")]
    [InlineData("' OR 1=1 -- 😀 \\u0000")]
    public async Task Any_text_is_accepted_on_PostgreSQL(string text)
    {
        await using var database = await PostgresServer.CreateDatabaseAsync(RunningServer.Token);
        await using var server = await RunningServer.StartAsync(options => options.Storage = database.ConnectionString);
        var session = await server.OpenAsync();

        (await server.SayAsync(session, text)).GetProperty("reason").GetString().ShouldBe("completed");
        (await server.PostAsync("/v1/agents/echo/sessions", JsonSerializer.Serialize(new { metadata = new { text } }))).Status.ShouldBe(201);
        (await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"x"}""", ("Idempotency-Key", "k~1"))).Status.ShouldBeLessThan(500);
        (await server.GetAsync("/v1/traces?text=" + Uri.EscapeDataString(text))).Status.ShouldBe(200);
        (await server.GetAsync("/v1/traces?user=" + Uri.EscapeDataString(text))).Status.ShouldBe(200);
    }
}
