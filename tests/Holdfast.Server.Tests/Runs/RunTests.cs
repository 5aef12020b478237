namespace Holdfast.Server.Tests.Runs;

public sealed class RunTests : IAsyncLifetime
{
    private readonly GatedAgent gated = new();
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(null, gated.Models, null, gated.Agent);

    public ValueTask DisposeAsync()
    {
        gated.Open();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task The_events_of_a_run_tell_everything()
    {
        gated.Open();
        var run = (await server.SayAsync(await server.OpenAsync("gated"), "Go")).GetProperty("run").GetString();

        var reply = await server.GetAsync($"/v1/runs/{run}/events");

        reply.Status.ShouldBe(200, reply.Text);
        reply.Json.GetProperty("run").GetString().ShouldBe(run);
        reply.Json.GetProperty("status").GetString().ShouldBe("finished");
        var events = reply.Json.GetProperty("events").EnumerateArray().ToList();
        events.Select(e => e.GetProperty("kind").GetString()).ShouldBe(["run.started", "model.replied", "tool.finished", "model.replied", "run.finished"]);
        events[1].GetProperty("payload").GetProperty("calls")[0].GetProperty("name").GetString().ShouldBe("pass_gate");
        events[1].GetProperty("payload").GetProperty("tier").GetString().ShouldBe("standard");
        events[2].GetProperty("payload").GetProperty("result").GetString()!.ShouldContain("passed");
        events[0].GetProperty("payload").GetProperty("run").GetString().ShouldBe(run);
        var later = await server.GetAsync($"/v1/runs/{run}/events?after={events[2].GetProperty("sequence").GetInt64()}");
        later.Json.GetProperty("events").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_cut_stream_goes_on_where_it_stopped_without_loss_or_repetition()
    {
        var run = await server.StartAsync(await server.OpenAsync("gated"), "Go");
        var seen = new List<ServerEvent>();
        using (var first = await server.FollowAsync($"/v1/runs/{run}/events"))
        {
            seen.Add((await first.NextAsync())!);
        }

        await gated.Entered;
        using var second = await server.FollowAsync($"/v1/runs/{run}/events", seen[^1].Id);
        gated.Open();
        seen.AddRange(await second.RestAsync());

        var journal = (await server.GetAsync($"/v1/runs/{run}/events")).Json.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64().ToString());
        seen.Where(e => e.Id is not null).Select(e => e.Id).ShouldBe(journal);
        seen[^1].Kind.ShouldBe("done");
    }

    [Fact]
    public async Task Every_place_of_a_finished_run_can_be_resumed_from_the_end_too()
    {
        gated.Open();
        var run = (await server.SayAsync(await server.OpenAsync("gated"), "Go")).GetProperty("run").GetString();
        var all = (await server.GetAsync($"/v1/runs/{run}/events")).Json.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64()).ToList();

        for (var seen = 0; seen <= all.Count; seen++)
        {
            using var stream = await server.FollowAsync($"/v1/runs/{run}/events", seen == 0 ? null : all[seen - 1].ToString());
            var rest = await stream.RestAsync();
            rest[..^1].Select(e => long.Parse(e.Id!)).ShouldBe(all[seen..]);
            rest[^1].Kind.ShouldBe("done");
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task A_place_that_is_no_sequence_number_is_refused(string after)
    {
        gated.Open();
        var run = (await server.SayAsync(await server.OpenAsync(), "Go")).GetProperty("run").GetString();

        (await server.GetAsync($"/v1/runs/{run}/events", ("Last-Event-ID", after))).ShouldRefuse(400, "invalid-query", "Last-Event-ID");
        (await server.GetAsync($"/v1/runs/{run}/events?after={after}")).ShouldRefuse(400, "invalid-query", "after");
    }

    [Fact]
    public async Task A_run_that_waits_for_its_turn_shows_only_its_own_events()
    {
        var session = await server.OpenAsync("gated");
        await server.StartAsync(session, "one");
        await gated.Entered;
        using var second = await server.FollowAsync($"/v1/sessions/{session}/messages", body: """{"text":"two"}""");

        gated.Open();

        var events = await second.RestAsync();
        events.First(e => e.Id is not null).Json.GetProperty("payload").GetProperty("input").GetString().ShouldBe("two");
        events.Count(e => e.Kind == "run.started").ShouldBe(1);
        events[^1].Json.GetProperty("answer").GetString().ShouldBe("Done: two");
    }

    [Fact]
    public async Task A_run_is_cancelled()
    {
        var run = await server.StartAsync(await server.OpenAsync("gated"), "Go");
        await gated.Entered;

        var cancelled = await server.PostAsync($"/v1/runs/{run}/cancel");

        cancelled.Status.ShouldBe(202, cancelled.Text);
        var ended = await server.GetAsync($"/v1/runs/{run}?wait=60");
        ended.Json.GetProperty("reason").GetString().ShouldBe("cancelled");
        (await server.PostAsync($"/v1/runs/{run}/cancel")).Status.ShouldBe(200);
        var events = await server.GetAsync($"/v1/runs/{run}/events");
        events.Json.GetProperty("events").EnumerateArray().Single(e => e.GetProperty("kind").GetString() == "cancel.requested")
            .GetProperty("payload").GetProperty("by").GetString().ShouldBe("local");
    }

    [Fact]
    public async Task Feedback_is_kept_with_the_run()
    {
        gated.Open();
        var run = (await server.SayAsync(await server.OpenAsync(), "Go")).GetProperty("run").GetString();

        (await server.PostAsync($"/v1/runs/{run}/feedback", """{"rating":1,"comment":"Good.","by":"maria"}""")).Status.ShouldBe(202);

        var found = default(Reply)!;
        do
        {
            // It goes through the session's inbox, which the worker takes up by itself.
            found = await server.GetAsync($"/v1/runs/{run}/feedback");
        }
        while (found.Json.GetProperty("feedback").GetArrayLength() == 0);

        var feedback = found.Json.GetProperty("feedback")[0];
        feedback.GetProperty("rating").GetInt32().ShouldBe(1);
        feedback.GetProperty("comment").GetString().ShouldBe("Good.");
        feedback.GetProperty("by").GetString().ShouldBe("maria");
    }

    [Theory]
    [InlineData("{}", "invalid-feedback")]
    [InlineData("""{"rating":5}""", "invalid-feedback")]
    [InlineData("""{"score":0}""", "invalid-feedback")]
    [InlineData("""{"stars":5}""", "invalid-body")]
    [InlineData("""{"rating":"up"}""", "invalid-body")]
    [InlineData("""{"rating":1,"by":""}""", "invalid-user")]
    public async Task Feedback_that_says_nothing_is_refused(string body, string code)
    {
        gated.Open();
        var run = (await server.SayAsync(await server.OpenAsync(), "Go")).GetProperty("run").GetString();

        var reply = await server.PostAsync($"/v1/runs/{run}/feedback", body);

        reply.Status.ShouldBe(400, reply.Text);
        reply.Json.GetProperty("code").GetString().ShouldBe(code);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/events")]
    [InlineData("GET", "/feedback")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/feedback")]
    public async Task What_is_not_a_run_is_not_found(string method, string path)
    {
        foreach (var id in new[] { "nothing", Guid.NewGuid().ToString("N") })
        {
            (await server.SendAsync(new HttpMethod(method), $"/v1/runs/{id}{path}", method == "POST" ? """{"rating":1}""" : null)).ShouldRefuse(404, "unknown-run");
        }
    }
}
