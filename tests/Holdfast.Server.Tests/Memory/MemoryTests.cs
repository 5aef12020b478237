using System.Text;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Testing;

namespace Holdfast.Server.Tests.Memory;

/// <summary>What agents remember of users, over HTTP and in a SQLite file: told in one session, known in the next, corrected, taken back, forgotten.</summary>
public sealed class MemoryTests
{
    private static ScriptedModel Model => new(turn => (turn.Purpose, turn.Step) switch
    {
        ("summarise", _) => new ScriptedReply("The user told where they live: Lavender Lane 12."),
        (_, 0) when turn.Input.StartsWith("I live in ", StringComparison.Ordinal) => ScriptedReply.Call("remember", $$"""{"key":"address","value":"{{turn.Input["I live in ".Length..]}}"}"""),
        (_, 0) when turn.Input == "Forget my address" => ScriptedReply.Call("forget", """{"key":"address"}"""),
        _ => new ScriptedReply(Known(turn)),
    });

    [Fact]
    public async Task What_is_told_in_one_session_is_known_in_the_next_one_of_the_same_user_only()
    {
        await using var server = await StartAsync();
        await SayAsync(server, "maria", "I live in Lavender Lane 12");

        (await SayAsync(server, "maria", "Where do I live?")).Answer.ShouldContain("address: Lavender Lane 12");
        (await SayAsync(server, "bob", "Where do I live?")).Answer.ShouldBe("I know nothing.");

        var item = (await ListAsync(server, "maria")).ShouldHaveSingleItem();
        item.GetProperty("trusted").GetBoolean().ShouldBeTrue();
        item.GetProperty("agent").GetString().ShouldBe("concierge");
        item.GetProperty("session").GetString().ShouldNotBeNullOrEmpty();
        (await ListAsync(server, "bob")).ShouldBeEmpty();
        (await server.GetAsync("/v1/memory")).ShouldRefuse(400, "invalid-query", "user");
        (await server.GetAsync("/v1/users/maria/export")).Text.ShouldContain("""{"type":"memory",""");
    }

    [Fact]
    public async Task What_is_wrong_is_corrected_and_a_correction_taken_back_and_both_are_audited()
    {
        await using var server = await StartAsync();
        await SayAsync(server, "maria", "I live in Lavender Lane 12");
        var id = (await ListAsync(server, "maria"))[0].GetProperty("id").GetString();

        var corrected = await server.SendAsync(HttpMethod.Patch, $"/v1/memory/{id}", """{"value":"Rose Street 3"}""");

        corrected.Status.ShouldBe(200, corrected.Text);
        corrected.Json.GetProperty("by").GetString().ShouldBe("local");
        (await SayAsync(server, "maria", "Where do I live?")).Answer.ShouldContain("Rose Street 3");
        (await server.SendAsync(HttpMethod.Patch, $"/v1/memory/{id}", """{"value":"x"}""")).ShouldRefuse(409, "memory-replaced");
        (await server.SendAsync(HttpMethod.Patch, $"/v1/memory/{id}", """{"value":" "}""")).ShouldRefuse(400, "invalid-memory");

        var undone = await server.PostAsync($"/v1/memory/{corrected.Json.GetProperty("id").GetString()}/undo");

        undone.Status.ShouldBe(200, undone.Text);
        undone.Json.GetProperty("value").GetString().ShouldBe("Lavender Lane 12");
        (await SayAsync(server, "maria", "Where do I live?")).Answer.ShouldContain("Lavender Lane 12");
        var acts = (await server.GetAsync("/v1/audit")).Json.GetProperty("acts").EnumerateArray().Select(a => a.GetProperty("act").GetString()).ToList();
        acts.ShouldBe(["memory.undone", "memory.corrected"]);
        (await server.GetAsync("/v1/audit")).Text.ShouldNotContain("Lavender");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_forgotten_is_nowhere_in_the_files_once_its_sessions_are_closed(bool byTheUser)
    {
        var server = await StartAsync();
        var told = await SayAsync(server, "maria", "I live in Lavender Lane 12");
        await CloseAsync(server, told.Session);
        var used = await SayAsync(server, "maria", "Where do I live?");
        used.Answer.ShouldContain("Lavender Lane 12");
        if (byTheUser)
        {
            await CloseAsync(server, (await SayAsync(server, "maria", "Forget my address")).Session);
        }

        foreach (var item in await ListAsync(server, "maria"))
        {
            var forgotten = await server.SendAsync(HttpMethod.Delete, $"/v1/memory/{item.GetProperty("id").GetString()}");
            forgotten.Status.ShouldBe(202, "a session that knows it is open");
            forgotten.Json.GetProperty("erased").GetBoolean().ShouldBeFalse();
        }

        (await SayAsync(server, "maria", "Where do I live?")).Answer.ShouldBe("I know nothing.");
        await CloseAsync(server, used.Session);
        await CloseAsync(server, (await server.Runtime.Index.ListSessionsAsync("default", "maria", null, 10, RunningServer.Token)).Where(s => s.Status != SessionStatus.Closed).Select(s => s.Id.ToString("N")).ToArray());
        await ((Holdfast.Memory.IMemoryStore)server.Runtime.Store).EraseForgottenAsync(RunningServer.Token);

        foreach (var session in await server.Runtime.Index.ListSessionsAsync("default", "maria", null, 10, RunningServer.Token))
        {
            (await JournalVerification.VerifyAsync(server.Runtime.Store, session.Id, RunningServer.Token)).Fault.ShouldBeNull();
        }

        (await server.GetAsync($"/v1/runs/{told.Run}")).Status.ShouldBe(200);
        (await server.GetAsync("/v1/traces?text=lavender")).Json.GetProperty("traces").GetArrayLength().ShouldBe(0);
        var folder = await server.StopAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "data")))
        {
            (await File.ReadAllTextAsync(file, Encoding.Latin1, RunningServer.Token)).ShouldNotContain("lavender", Case.Insensitive, file);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_erased_person_is_remembered_no_more()
    {
        var server = await StartAsync();
        await SayAsync(server, "maria", "I live in Lavender Lane 12");

        (await server.PostAsync("/v1/users/maria/erase")).Status.ShouldBe(200);

        (await ListAsync(server, "maria")).ShouldBeEmpty();
        var folder = await server.StopAsync();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "data")))
        {
            (await File.ReadAllTextAsync(file, Encoding.Latin1, RunningServer.Token)).ShouldNotContain("lavender", Case.Insensitive, file);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<RunningServer> StartAsync() =>
        RunningServer.StartAsync(null, Model.AsCatalog(), null, Agent.Define("concierge").Instruct("You help guests.").Remembers().Build());

    private static string Known(ScriptedTurn turn) =>
        turn.Messages.Select(m => m.Text).FirstOrDefault(t => t.StartsWith("[Known of the user", StringComparison.Ordinal)) ?? "I know nothing.";

    private static async Task<(string Session, string Run, string Answer)> SayAsync(RunningServer server, string user, string text)
    {
        var session = await server.OpenAsync("concierge", user);
        var said = await server.SayAsync(session, text);
        return (session, said.GetProperty("run").GetString()!, said.GetProperty("answer").GetString()!);
    }

    private static async Task<List<JsonElement>> ListAsync(RunningServer server, string user) =>
        [.. (await server.GetAsync($"/v1/memory?user={user}")).Json.GetProperty("memory").EnumerateArray()];

    private static async Task CloseAsync(RunningServer server, params string[] sessions)
    {
        foreach (var session in sessions)
        {
            (await server.PostAsync($"/v1/sessions/{session}/close")).Status.ShouldBe(202);
            while ((await server.GetAsync($"/v1/sessions/{session}")).Json.GetProperty("status").GetString() != "closed")
            {
                await Task.Yield();
            }
        }
    }
}
