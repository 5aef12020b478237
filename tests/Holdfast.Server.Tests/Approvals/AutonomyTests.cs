using System.ComponentModel;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Server.Tests.Approvals;

/// <summary>Earned autonomy over HTTP: who sees the record, who may loosen it, and what one fault does.</summary>
public sealed class AutonomyTests
{
    private static readonly (string, string) App = Key("app"), Ann = Key("ann"), Root = Key("root"), Eve = Key("eve");

    [Fact]
    public async Task It_is_suggested_loosened_by_an_administrator_and_withdrawn_by_one_fault()
    {
        await using var server = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await ApproveAsync(server, """{"decision":"approve"}""");
        }

        var record = (await server.GetAsync("/v1/autonomy?agent=payer", Ann)).Json.GetProperty("autonomy").EnumerateArray().ShouldHaveSingleItem();
        Of(record, "status", "tool", "rule", "range").ShouldBe(["suggested", "pay", "large", "amount 100 to 200"]);
        (record.GetProperty("in_a_row").GetInt32(), record.GetProperty("needed").GetInt32(), record.GetProperty("high").GetDecimal()).ShouldBe((3, 3, 120m));
        var path = $"/v1/autonomy/{record.GetProperty("id").GetString()}";

        (await server.GetAsync("/v1/autonomy", App)).ShouldRefuse(403, "missing-scope");
        (await server.GetAsync("/v1/autonomy", Eve)).Json.GetProperty("autonomy").GetArrayLength().ShouldBe(0);
        (await server.GetAsync(path, Eve)).ShouldRefuse(404, "unknown-autonomy");
        (await server.PostAsync(path, """{"decision":"loosen"}""", Eve)).ShouldRefuse(404, "unknown-autonomy");
        (await server.PostAsync(path, """{"decision":"loosen"}""", Ann)).ShouldRefuse(403, "missing-scope");
        (await server.PostAsync(path, """{"decision":"trust"}""", Root)).ShouldRefuse(400, "invalid-autonomy", "decision");
        (await server.PostAsync(path, """{"decision":"loosen","by":"carl"}""", Root)).ShouldRefuse(400, "invalid-autonomy", "by");
        (await server.PostAsync(path, """{"decision":"loosen","ask_one_in":1}""", Root)).ShouldRefuse(400, "invalid-autonomy");
        (await server.PostAsync(path, """{"decision":"withdraw","ask_one_in":5}""", Root)).ShouldRefuse(400, "invalid-autonomy", "ask_one_in");
        (await server.GetAsync("/v1/autonomy?limit=0", Ann)).Status.ShouldBe(400);
        (await server.GetAsync("/v1/autonomy/none", Ann)).ShouldRefuse(404, "unknown-autonomy");

        var loosened = await server.PostAsync(path, """{"decision":"loosen","ask_one_in":1000}""", Root);
        loosened.Status.ShouldBe(200, loosened.Text);
        loosened.Json.GetProperty("status").GetString().ShouldBe("loosened");
        var allowance = loosened.Json.GetProperty("allowance");
        (allowance.GetProperty("by").GetString(), allowance.GetProperty("ask_one_in").GetInt32(), allowance.GetProperty("low").GetDecimal()).ShouldBe(("root", 1000, 120m));
        var run = await PayAsync(server);
        run.GetProperty("status").GetString().ShouldBe("finished");
        (await server.GetAsync("/v1/approvals?status=earned", Ann)).Json.GetProperty("approvals").GetArrayLength().ShouldBe(1);

        await server.PostAsync($"/v1/runs/{run.GetProperty("run").GetString()}/feedback", """{"rating":-1}""", App);
        while ((await server.GetAsync(path, Ann)).Json.GetProperty("status").GetString() == "loosened")
        {
            await Task.Yield();
        }

        var withdrawn = (await server.GetAsync(path, Ann)).Json;
        // Whoever sees the fault first withdraws it: the request that brought it, or who reads the record.
        string.Join(": ", Of(withdrawn.GetProperty("allowance"), "withdrawn_by", "reason")).ShouldBeOneOf("holdfast: Feedback found fault with a run.", "holdfast: A fault was found in its record.");
        (await PayAsync(server)).GetProperty("status").GetString().ShouldBe("waiting");
        (await server.PostAsync(path, """{"decision":"loosen"}""", Root)).ShouldRefuse(409, "autonomy-not-earned").ShouldContain("3 approvals in a row");
        var lines = (await server.GetAsync("/v1/audit", Root)).Json.GetProperty("acts").EnumerateArray().Select(line => string.Join(' ', Of(line, "actor", "act")));
        lines.Take(2).ShouldBe(["holdfast autonomy.withdrawn", "root autonomy.loosened"]);
    }

    private static string?[] Of(JsonElement json, params string[] members) => [.. members.Select(member => json.GetProperty(member).GetString())];

    private static async Task<JsonElement> PayAsync(RunningServer server)
    {
        var session = (await server.PostAsync("/v1/agents/payer/sessions", null, App)).Json.GetProperty("id").GetString();
        return (await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Pay 120"}""", App)).Json;
    }

    private static async Task ApproveAsync(RunningServer server, string decision)
    {
        var run = await PayAsync(server);
        (await server.PostAsync($"/v1/approvals/{run.GetProperty("approval").GetProperty("id").GetString()}", decision, Ann)).Status.ShouldBe(200);
    }

    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync(
        options => options.ApiKeys =
        [
            new ApiKeyOptions { Name = "app", Key = "app-key-0123456789abcdef", Scopes = ["invoke"] },
            new ApiKeyOptions { Name = "ann", Key = "ann-key-0123456789abcdef", Scopes = ["approve"] },
            new ApiKeyOptions { Name = "root", Key = "root-key-0123456789abcdef", Scopes = ["admin"] },
            new ApiKeyOptions { Name = "eve", Key = "eve-key-0123456789abcdef", Scopes = ["admin"], Tenant = "other" },
        ],
        new ScriptedModel(turn => turn.Step == 0 ? ScriptedReply.Call("pay", """{"amount":120}""") : new ScriptedReply("Done.")).AsCatalog(),
        agents: Agent.Define("payer").UseToolsOf(new Purse())
            .Rule(new PolicyRule("large", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 50, EarnsAfter = 3 }).Build());

    private static (string, string) Key(string name) => ("Authorization", $"Bearer {name}-key-0123456789abcdef");

    private sealed class Purse
    {
        [Tool(Idempotent = true, Returns = Integrity.Trusted), Description("Pays an amount.")]
        public string Pay([Description("The amount.")] decimal amount) => $"{amount} paid";
    }
}
