using System.Text;
using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Server.Tests.Batches;

namespace Holdfast.Server.Tests.Persons;

/// <summary>What is kept of a person is given out whole, and erased whole, while figures and the journal's chain stay.</summary>
public sealed class PersonTests
{
    [Fact]
    public async Task All_that_is_kept_of_a_person_is_given_out_and_nothing_of_others()
    {
        await using var server = await RunningServer.StartAsync();
        var (session, run) = await SpeakAsync(server, "maria/ann 😀");
        await SpeakAsync(server, "bob");

        var reply = await server.GetAsync($"/v1/users/{Uri.EscapeDataString("maria/ann 😀")}/export");

        reply.Status.ShouldBe(200, reply.Text);
        reply.ContentType.ShouldBe("application/x-ndjson");
        var lines = reply.Text.TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line)).ToList();
        lines.Select(line => line.GetProperty("type").GetString()).Distinct().ShouldBe(["session", "run", "feedback", "event"]);
        lines[0].GetProperty("data").GetProperty("id").GetString().ShouldBe(session);
        lines[0].GetProperty("data").GetProperty("metadata").GetProperty("phone").GetString().ShouldBe("555-0100");
        lines[1].GetProperty("data").GetProperty("run").GetString().ShouldBe(run);
        lines[2].GetProperty("data").GetProperty("comment").GetString().ShouldBe("too spicy");
        var kinds = lines.Where(line => line.GetProperty("type").GetString() == "event").Select(line => line.GetProperty("data").GetProperty("kind").GetString()).ToList();
        kinds.ShouldContain("session.opened");
        kinds.ShouldContain("run.finished");
        reply.Text.ShouldContain("I love lavender");
        reply.Text.ShouldNotContain("bob");
        (await server.GetAsync("/v1/audit")).Json.GetProperty("acts")[0].GetProperty("act").GetString().ShouldBe("person.exported");
        (await server.GetAsync("/v1/audit")).Text.ShouldNotContain("maria");
    }

    [Fact]
    public async Task An_erased_person_is_nowhere_and_the_journal_verifies()
    {
        var server = await RunningServer.StartAsync();
        var (session, run) = await SpeakAsync(server, "maria");
        var (_, other) = await SpeakAsync(server, "bob");

        var reply = await server.PostAsync("/v1/users/maria/erase");

        reply.Status.ShouldBe(200, reply.Text);
        reply.Json.GetProperty("sessions").GetInt32().ShouldBe(1);
        reply.Json.GetProperty("runs").GetInt32().ShouldBe(1);
        reply.Json.GetProperty("events").GetInt32().ShouldBeGreaterThan(3);
        (await server.GetAsync("/v1/users/maria/export")).ShouldRefuse(404, "unknown-user");
        (await server.GetAsync($"/v1/sessions/{session}")).Json.GetProperty("status").GetString().ShouldBe("closed");
        (await server.GetAsync($"/v1/runs/{run}")).Json.TryGetProperty("answer", out _).ShouldBeFalse();
        (await server.GetAsync($"/v1/runs/{run}/events")).Status.ShouldBe(200);
        (await server.GetAsync($"/v1/runs/{run}/feedback")).Text.ShouldNotContain("spicy");
        (await server.GetAsync("/v1/traces?text=lavender")).Json.GetProperty("traces").EnumerateArray().Select(trace => trace.GetProperty("run").GetString()).ShouldBe([other]);
        (await server.GetAsync("/v1/costs?by=user")).Json.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("group").GetString()).ShouldBe(["bob", "erased"], ignoreOrder: true);
        (await server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hello again"}""")).ShouldRefuse(409, "session-closed");
        var report = await JournalVerification.VerifyAsync(server.Runtime.Store, Guid.Parse(session));
        report.Fault.ShouldBeNull();
        report.Erased.ShouldBe(report.Events);
        (await server.GetAsync("/v1/audit")).Json.GetProperty("acts")[0].GetProperty("act").GetString().ShouldBe("person.erased");

        await IsNowhereAsync(await server.StopAsync(), "maria", "her secret");
    }

    [Fact]
    public async Task A_run_under_way_is_ended_before_its_person_is_erased()
    {
        var gated = new GatedAgent();
        await using var server = await RunningServer.StartAsync(null, gated.Models, null, gated.Agent);
        var session = await server.OpenAsync("gated", "maria");
        var run = await server.StartAsync(session, "I love lavender");
        var queued = await server.StartAsync(session, "And roses");
        await gated.Entered;

        var reply = await server.PostAsync("/v1/users/maria/erase");

        reply.Status.ShouldBe(200, reply.Text);
        reply.Json.GetProperty("runs").GetInt32().ShouldBe(2);
        foreach (var id in (string[])[run, queued])
        {
            (await server.GetAsync($"/v1/runs/{id}")).Json.GetProperty("reason").GetString().ShouldBe("cancelled");
        }

        (await server.GetAsync("/v1/traces?text=roses")).Json.GetProperty("traces").GetArrayLength().ShouldBe(0);
        (await JournalVerification.VerifyAsync(server.Runtime.Store, Guid.Parse(session))).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_batch_under_way_is_ended_before_its_person_is_erased()
    {
        var model = new BatchModel(answers: 1);
        var server = await RunningServer.StartAsync(models: model.AsCatalog());
        (string, string) key = ("Idempotency-Key", "her secret batch");
        const string Batch = """
            {"user":"maria","instructions":"Measure what her secret is.","schema":{"type":"integer"},"per_call":1,"items":[{"id":"lavender","input":"her secret tea"},{"id":"roses","input":"her secret rum"}]}
            """;
        var id = (await server.PostAsync("/v1/batches", Batch, key)).Json.GetProperty("id").GetString()!;
        await model.Silent.WaitAsync(RunningServer.Token);
        var session = (await server.Runtime.FindRunAsync(Guid.Parse(id), cancellationToken: RunningServer.Token))!.Session;

        var reply = await server.PostAsync("/v1/users/maria/erase");

        reply.Status.ShouldBe(200, reply.Text);
        (reply.Json.GetProperty("sessions").GetInt32(), reply.Json.GetProperty("runs").GetInt32()).ShouldBe((1, 1));
        var batch = await server.GetAsync($"/v1/batches/{id}");
        batch.Status.ShouldBe(200, batch.Text);
        (batch.Json.GetProperty("status").GetString(), batch.Json.GetProperty("reason").GetString(), batch.Json.GetProperty("items").GetInt32()).ShouldBe(("finished", "cancelled", 0));
        batch.Json.GetProperty("usage").GetProperty("output_tokens").GetInt32().ShouldBeGreaterThan(0, "figures stay");
        var results = await server.GetAsync($"/v1/batches/{id}/results");
        (results.Status, results.Text).ShouldBe((200, ""));
        (await server.PostAsync($"/v1/batches/{id}/cancel")).Status.ShouldBe(200);
        (await server.GetAsync("/v1/users/maria/export")).ShouldRefuse(404, "unknown-user");
        (await server.GetAsync("/v1/traces?text=lavender")).Json.GetProperty("traces").GetArrayLength().ShouldBe(0);
        var report = await JournalVerification.VerifyAsync(server.Runtime.Store, session);
        report.Fault.ShouldBeNull();
        report.Erased.ShouldBe(report.Events);
        await IsNowhereAsync(await server.StopAsync(), "maria", "her secret", "lavender", "roses");
    }

    [Theory]
    [InlineData("/v1/users/nobody/export")]
    [InlineData("/v1/users/%20/export")]
    public async Task Who_is_not_known_is_not_found(string path)
    {
        await using var server = await RunningServer.StartAsync();

        (await server.GetAsync(path)).ShouldRefuse(404, "unknown-user");
    }

    [Fact]
    public async Task A_name_that_cannot_be_is_refused()
    {
        await using var server = await RunningServer.StartAsync();

        (await server.GetAsync("/v1/users/a%0Ab/export")).ShouldRefuse(400, "invalid-user", "user");
    }

    /// <summary>Asserts that words are not in the bytes of the files that a server left either, and deletes those.</summary>
    private static async Task IsNowhereAsync(string folder, params string[] words)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "data")))
        {
            var text = await File.ReadAllTextAsync(file, Encoding.Latin1, RunningServer.Token);
            foreach (var word in words)
            {
                text.ShouldNotContain(word, Case.Insensitive, file);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(string Session, string Run)> SpeakAsync(RunningServer server, string user)
    {
        var opened = await server.PostAsync("/v1/agents/echo/sessions", JsonSerializer.Serialize(new { user, metadata = new { phone = "555-0100" } }), ("Idempotency-Key", $"open {user.Length}"));
        var session = opened.Json.GetProperty("id").GetString()!;
        var said = await server.SayAsync(session, $"I love lavender, said {user}; {(user == "maria" ? "her secret" : "no")}");
        var run = said.GetProperty("run").GetString()!;
        (await server.PostAsync($"/v1/runs/{run}/feedback", """{"rating":-1,"comment":"too spicy"}""")).Status.ShouldBe(202);
        while ((await server.GetAsync($"/v1/runs/{run}/feedback")).Json.GetProperty("feedback").GetArrayLength() == 0)
        {
            await Task.Yield();
        }

        return (session, run);
    }
}
