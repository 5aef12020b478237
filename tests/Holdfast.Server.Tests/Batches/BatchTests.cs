using System.Text.Json;
using Holdfast.Cost;
using Holdfast.Models;

namespace Holdfast.Server.Tests.Batches;

/// <summary>Batches as clients see them over HTTP.</summary>
public sealed class BatchTests
{
    private const string Body = """
        {"instructions":"Measure each word.","schema":{"type":"integer","minimum":2},"per_call":2,"items":[{"id":"tea","input":"tea"},{"id":"coffee","input":{"word":"coffee"}},{"id":"x","input":null},{"id":"rum","input":[1]}]}
        """;

    [Fact]
    public async Task A_batch_is_accepted_worked_on_and_downloaded()
    {
        await using var server = await RunningServer.StartAsync(models: new BatchModel().AsCatalog());

        var accepted = await server.PostAsync("/v1/batches", Body);
        accepted.Status.ShouldBe(202, accepted.Text);
        var id = accepted.Json.GetProperty("id").GetString()!;
        (accepted.Headers["Location"], accepted.Json.GetProperty("links").GetProperty("results").GetString()).ShouldBe(($"/v1/batches/{id}", $"/v1/batches/{id}/results"));
        var batch = await EndAsync(server, id);

        Counts(batch).ShouldBe("finished completed 4: 3 done, 1 failed, 0 left");
        batch.GetProperty("usage").GetProperty("output_tokens").GetInt32().ShouldBe(16_000, "two calls, and two for the one that is too short");
        var results = await server.GetAsync($"/v1/batches/{id}/results");
        results.ContentType.ShouldBe("application/jsonl");
        var lines = Lines(results);
        lines.Select(l => $"{l.GetProperty("id")} {l.GetProperty("status")} {l.GetProperty("tries")}").ShouldBe(["tea done 1", "coffee done 1", "x failed 3", "rum done 1"]);
        (lines[1].GetProperty("result").GetInt32(), lines[2].TryGetProperty("result", out _)).ShouldBe((6, false));
        lines[2].GetProperty("violations")[0].GetString()!.ShouldContain("2");
        (await server.PostAsync($"/v1/batches/{id}/cancel")).Status.ShouldBe(200);
        (await server.GetAsync("/v1/agents")).Text.ShouldNotContain("\"batch\"");
    }

    [Fact]
    public async Task While_it_runs_its_progress_and_results_can_be_read_and_what_is_done_stays_when_it_is_cancelled()
    {
        var model = new BatchModel(answers: 1);
        await using var server = await RunningServer.StartAsync(models: model.AsCatalog(new ModelPrice(0, 2)));
        var id = (await server.PostAsync("/v1/batches", Body)).Json.GetProperty("id").GetString()!;
        await model.Silent.WaitAsync(RunningServer.Token);

        // The results are on their way to the store while the next call is asked.
        var batch = (await server.GetAsync($"/v1/batches/{id}")).Json;
        for (var looks = 1; looks < 1_000 && batch.GetProperty("done").GetInt32() == 0; looks++)
        {
            batch = (await server.GetAsync($"/v1/batches/{id}")).Json;
        }

        Counts(batch).ShouldBe("running - 4: 2 done, 0 failed, 2 left");
        batch.GetProperty("cost").GetDecimal().ShouldBe(0.008m);
        Lines(await server.GetAsync($"/v1/batches/{id}/results"))[1].GetProperty("result").GetInt32().ShouldBe(6);
        (await server.PostAsync($"/v1/batches/{id}/cancel")).Status.ShouldBe(202);
        Counts(await EndAsync(server, id)).ShouldBe("finished cancelled 4: 2 done, 0 failed, 2 left");
        Lines(await server.GetAsync($"/v1/batches/{id}/results")).Select(l => l.GetProperty("status").GetString()).ShouldBe(["done", "done", "left", "left"]);
    }

    [Fact]
    public async Task A_ceiling_of_cost_ends_it_with_what_is_done()
    {
        await using var server = await RunningServer.StartAsync(models: new BatchModel().AsCatalog(new ModelPrice(0, 2)));
        var id = (await server.PostAsync("/v1/batches", Body.Replace("\"per_call\"", "\"max_cost\":0.00801,\"per_call\""))).Json.GetProperty("id").GetString()!;

        var batch = await EndAsync(server, id);

        Counts(batch).ShouldBe("finished budget-exhausted 4: 2 done, 0 failed, 2 left");
        batch.GetProperty("cost").GetDecimal().ShouldBe(0.008m);
        Lines(await server.GetAsync($"/v1/batches/{id}/results")).Count(l => l.GetProperty("status").GetString() == "done").ShouldBe(2);
    }

    [Fact]
    public async Task The_offline_model_makes_nothing_up()
    {
        await using var server = await RunningServer.StartAsync(models: RunningServer.Offline);
        var id = (await server.PostAsync("/v1/batches", Body)).Json.GetProperty("id").GetString()!;

        Counts(await EndAsync(server, id)).ShouldBe("finished completed 4: 0 done, 4 failed, 0 left");
        var lines = Lines(await server.GetAsync($"/v1/batches/{id}/results"));
        lines.ShouldAllBe(l => l.GetProperty("tries").GetInt32() == 1 && l.GetProperty("violations")[0].GetString()!.Contains("it needs a language model"));
    }

    [Fact]
    public async Task Another_tenant_finds_nothing_and_a_key_repeats_nothing()
    {
        await using var server = await RunningServer.StartAsync(
            options => options.ApiKeys = [new() { Name = "a", Key = "acme-key-0123456789", Tenant = "acme" }, new() { Name = "b", Key = "other-key-0123456789", Tenant = "other" }], new BatchModel().AsCatalog());
        (string, string) own = ("Authorization", "Bearer acme-key-0123456789"), stranger = ("Authorization", "Bearer other-key-0123456789"), key = ("Idempotency-Key", "one");
        var id = (await server.PostAsync("/v1/batches", Body, own, key)).Json.GetProperty("id").GetString()!;

        var again = (await server.PostAsync("/v1/batches", Body, own, key)).Json;
        (again.GetProperty("id").GetString(), again.GetProperty("repeated").GetBoolean()).ShouldBe((id, true));
        (await server.PostAsync("/v1/batches", Body.Replace("Measure", "Count"), own, key)).ShouldRefuse(422, "idempotency-conflict");
        (await server.PostAsync("/v1/batches", Body, stranger, key)).Json.GetProperty("id").GetString().ShouldNotBe(id);
        (await server.GetAsync($"/v1/batches/{id}", stranger)).ShouldRefuse(404, "unknown-batch");
        (await server.GetAsync($"/v1/batches/{id}/results", stranger)).ShouldRefuse(404, "unknown-batch");
        (await server.PostAsync($"/v1/batches/{id}/cancel", null, stranger)).ShouldRefuse(404, "unknown-batch");
        await server.Runtime.WaitAsync(Guid.Parse(id), cancellationToken: RunningServer.Token);
        Counts((await server.GetAsync($"/v1/batches/{id}", own)).Json).ShouldContain("completed");
    }

    [Fact]
    public async Task What_is_wrong_is_refused_with_its_place()
    {
        await using var server = await RunningServer.StartAsync(models: new BatchModel().AsCatalog());

        (await server.PostAsync("/v1/batches", "{")).ShouldRefuse(400, "invalid-body");
        (await server.PostAsync("/v1/batches", """{"instructions":"x"}""")).ShouldRefuse(400, "invalid-body");
        (await server.PostAsync("/v1/batches", Body.Replace("\"input\":null", "\"inputs\":null"))).ShouldRefuse(400, "invalid-body", "items[2].inputs");
        (await server.PostAsync("/v1/batches", Body.Replace("\"per_call\":2", "\"per_call\":\"two\""))).ShouldRefuse(400, "invalid-body", "per_call");
        (await server.PostAsync("/v1/batches", Body.Replace("\"per_call\":2", "\"per_call\":0"))).ShouldRefuse(400, "invalid-batch").ShouldContain("per_call");
        (await server.PostAsync("/v1/batches", Body.Replace("\"per_call\":2", "\"tier\":\"best\""))).ShouldRefuse(400, "invalid-batch", "tier");
        (await server.PostAsync("/v1/batches", Body.Replace("\"id\":\"x\"", "\"id\":\"tea\""))).ShouldRefuse(400, "invalid-batch").ShouldContain("items[2].id");
        (await server.PostAsync("/v1/batches", Body.Replace("\"minimum\":2", "\"minimum\":\"two\""))).ShouldRefuse(400, "invalid-schema").ShouldContain("minimum");
        (await server.PostAsync("/v1/batches", Body.Replace("\"per_call\":2", "\"user\":\"\""))).ShouldRefuse(400, "invalid-user", "user");
        (await server.GetAsync("/v1/batches/none")).ShouldRefuse(404, "unknown-batch");
        var run = (await server.SayAsync(await server.OpenAsync(), "Hello")).GetProperty("run").GetString();
        (await server.GetAsync($"/v1/batches/{run}")).ShouldRefuse(404, "unknown-batch");
    }

    private static async Task<JsonElement> EndAsync(RunningServer server, string id)
    {
        await server.Runtime.WaitAsync(Guid.Parse(id), cancellationToken: RunningServer.Token);
        return (await server.GetAsync($"/v1/batches/{id}")).Json;
    }

    private static string Counts(JsonElement batch) =>
        $"{batch.GetProperty("status")} {(batch.TryGetProperty("reason", out var reason) ? reason : "-")} {batch.GetProperty("items")}: {batch.GetProperty("done")} done, {batch.GetProperty("failed")} failed, {batch.GetProperty("left")} left";

    private static List<JsonElement> Lines(Reply reply) => [.. reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
