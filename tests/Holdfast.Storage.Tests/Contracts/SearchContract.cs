using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Finding runs and sessions.</summary>
public abstract class SearchContract : StoreContract
{
    [Theory]
    [InlineData(null)]
    [InlineData("booked")]
    public async Task Runs_are_found_newest_first_and_page_by_page(string? word)
    {
        var runs = new List<Guid>();
        for (var i = 0; i < 10; i++)
        {
            // Pairs share their time: the id decides.
            runs.Add(await FinishedAsync(at: Start.AddMinutes(i / 2), text: "It is booked."));
        }

        var expected = runs.Select((id, i) => (At: Start.AddMinutes(i / 2), Id: id)).OrderByDescending(static run => run).Select(static run => run.Id);
        var query = new RunQuery { Limit = 3, Text = word };
        var found = new List<Guid>();
        while (await Runs.SearchRunsAsync(query) is { Count: > 0 } page)
        {
            found.AddRange(page.Select(static run => run.Id));
            query = query with { Before = page[^1].AcceptedAt, BeforeId = page[^1].Id };
        }

        found.ShouldBe(expected);
        (await SearchAsync(new RunQuery { Before = Start.AddMinutes(1) })).ShouldBe(runs[..2], ignoreOrder: true);
        (await SearchAsync(new RunQuery { From = Start.AddMinutes(4) })).ShouldBe(runs[8..], ignoreOrder: true);
    }

    [Fact]
    public async Task Words_are_found_in_any_order_and_case_and_only_whole()
    {
        var hair = await FinishedAsync(text: "Please book a haircut for Zoë at 10:30. Booked: HC-42.");
        var nails = await FinishedAsync(text: "Please cancel my manicure, ÉMILE won't come. 予約 done");
        (await SearchAsync(new RunQuery { Text = "HAIRCUT please" })).ShouldBe([hair]);
        (await SearchAsync(new RunQuery { Text = "please" })).ShouldBe([nails, hair], ignoreOrder: true);
        (await SearchAsync(new RunQuery { Text = "hair" })).ShouldBeEmpty();
        (await SearchAsync(new RunQuery { Text = "haircut manicure" })).ShouldBeEmpty();
        (await SearchAsync(new RunQuery { Text = "hc-42" })).ShouldBe([hair]);
        (await SearchAsync(new RunQuery { Text = "émile" })).ShouldBe([nails]);
        (await SearchAsync(new RunQuery { Text = "zoë" })).ShouldBe([hair]);
        (await SearchAsync(new RunQuery { Text = "予約" })).ShouldBe([nails]);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("haircut\" OR text:\"manicure")]
    [InlineData("haircut' OR '1'='1")]
    [InlineData("NEAR(haircut")]
    [InlineData("haircut*")]
    [InlineData("-haircut ^x {a b}: (")]
    [InlineData("error:haircut")]
    [InlineData("& | ! <-> :*")]
    [InlineData("$1 %s {0} \\")]
    [InlineData("\ud800 broken")]
    public async Task Any_character_is_only_text(string text)
    {
        var run = await FinishedAsync(text: $"it said {text} yesterday");
        await FinishedAsync(text: "manicure");
        if (SearchWords.Split(text).Count > 0)
        {
            (await SearchAsync(new RunQuery { Text = text })).ShouldBe([run]);
        }

        (await SearchAsync(new RunQuery { Text = text + " yesterday" })).ShouldBe([run]);
        (await SearchAsync(new RunQuery { Error = text + " yesterday" })).ShouldBeEmpty();
        (await SearchAsync(new RunQuery { Tool = text })).ShouldBeEmpty();
        (await SearchAsync(new RunQuery { User = text, Tenant = text, Agent = text })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tools_and_errors_are_found_apart_from_text()
    {
        var booked = await FinishedAsync(text: "timeout", tools: ["book_appointment", "Maps.search/v2"]);
        var failed = await FinishedAsync(text: "fine", error: "timeout: the provider did not answer");
        (await SearchAsync(new RunQuery { Tool = "book_appointment" })).ShouldBe([booked]);
        (await SearchAsync(new RunQuery { Tool = "Maps.search/v2" })).ShouldBe([booked]);
        (await SearchAsync(new RunQuery { Tool = "maps.search/v2" })).ShouldBeEmpty();
        (await SearchAsync(new RunQuery { Tool = "book" })).ShouldBeEmpty();
        (await SearchAsync(new RunQuery { Error = "timeout" })).ShouldBe([failed]);
        (await SearchAsync(new RunQuery { Error = "provider", Text = "fine" })).ShouldBe([failed]);
        (await SearchAsync(new RunQuery { Text = "timeout" })).ShouldBe([booked]);
    }

    [Fact]
    public async Task All_conditions_must_hold()
    {
        var ann = await FinishedAsync(user: "ann", text: "same words");
        var bob = await FinishedAsync(user: "bob", text: "same words", reason: TerminationReason.Failed, tenant: "acme");
        var session = await OpenOwnedAsync();
        var running = Run(NewId(), session, at: Start.AddHours(1)) with { Agent = "support" };
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 2, 1), Run = running });

        (await SearchAsync(new RunQuery { User = "bob", Text = "words" })).ShouldBe([bob]);
        (await SearchAsync(new RunQuery { Tenant = "acme" })).ShouldBe([bob]);
        (await SearchAsync(new RunQuery { Reason = TerminationReason.Failed })).ShouldBe([bob]);
        (await SearchAsync(new RunQuery { Reason = TerminationReason.Completed })).ShouldBe([ann]);
        (await SearchAsync(new RunQuery { Status = RunStatus.Running })).ShouldBe([running.Id]);
        (await SearchAsync(new RunQuery { Status = RunStatus.Finished })).ShouldBe([bob, ann], ignoreOrder: true);
        (await SearchAsync(new RunQuery { Session = session.Id })).ShouldBe([running.Id]);
        (await SearchAsync(new RunQuery { Agent = "support" })).ShouldBe([running.Id]);
        (await SearchAsync(new RunQuery { MinimumCostNanos = 3_001 })).ShouldBeEmpty();
        (await SearchAsync(new RunQuery { MinimumCostNanos = 3_000, User = "ann" })).ShouldBe([ann]);
        (await SearchAsync(new RunQuery { User = "bob", Tenant = "default" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Runs_are_found_by_how_sure_their_answers_were()
    {
        var runs = new Dictionary<double, Guid>();
        foreach (var score in new[] { 0, 0.4567, 1, -1 })
        {
            var session = await OpenOwnedAsync();
            var run = Run(runs[score] = NewId(), session);
            await CommitAsync(new Commit
            {
                Session = session.Id,
                Epoch = 1,
                Events = Events(session.Id, 2, 1),
                Run = run,
                Finish = Finish(run.Id) with { Confidence = score < 0 ? null : score },
            });
        }

        (await Runs.FindRunAsync(runs[0.4567], null)).ShouldNotBeNull().Confidence.ShouldBe(0.4567);
        (await Runs.FindRunAsync(runs[-1], null)).ShouldNotBeNull().Confidence.ShouldBeNull();
        (await SearchAsync(new RunQuery { ConfidenceBelow = 1 })).ShouldBe([runs[0.4567], runs[0]], ignoreOrder: true);
        (await SearchAsync(new RunQuery { ConfidenceBelow = 0.4567 })).ShouldBe([runs[0]]);
        (await SearchAsync(new RunQuery { ConfidenceBelow = 0.45671 })).ShouldBe([runs[0.4567], runs[0]], ignoreOrder: true);
    }

    [Fact]
    public async Task Sessions_are_listed_newest_first()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            var session = Session(NewId(), user: i % 2 == 0 ? "ann" : "bob", tenant: i < 4 ? "default" : "acme", at: Start.AddMinutes(i));
            await CommitAsync(new Commit { Session = session.Id, Open = session, Events = Events(session.Id, 1, 2) });
            ids.Add(session.Id);
        }

        (await ListAsync(null, null, null)).ShouldBe([ids[5], ids[4], ids[3], ids[2], ids[1], ids[0]]);
        (await ListAsync("default", "ann", null)).ShouldBe([ids[2], ids[0]]);
        (await ListAsync("acme", null, Start.AddMinutes(5))).ShouldBe([ids[4]]);
        (await Runs.ListSessionsAsync(null, null, null, 2)).ShouldSatisfyAllConditions(
            static rows => rows.Count.ShouldBe(2), static rows => rows[0].HeadSequence.ShouldBe(2));
    }

    private async Task<List<Guid>> ListAsync(string? tenant, string? user, DateTimeOffset? before) =>
        [.. (await Runs.ListSessionsAsync(tenant, user, before, 100)).Select(static row => row.Id)];

    private async Task<List<Guid>> SearchAsync(RunQuery query) => [.. (await Runs.SearchRunsAsync(query)).Select(static run => run.Id)];

    private async Task<Guid> FinishedAsync(
        string user = "ann",
        string tenant = "default",
        string text = "",
        string? error = null,
        DateTimeOffset? at = null,
        TerminationReason reason = TerminationReason.Completed,
        params string[] tools)
    {
        var session = Session(NewId(), user, tenant, at) with { Status = SessionStatus.Running, Owner = "w1", Epoch = 1 };
        var run = Run(NewId(), session);
        var commit = new Commit
        {
            Session = session.Id,
            Open = session,
            Epoch = 1,
            Events = Events(session.Id, 1, 3),
            Run = run,
            Finish = Finish(run.Id, text, error, tools: tools) with { Reason = reason },
            Release = true,
        };
        (await CommitAsync(commit)).ShouldBe(CommitOutcome.Committed);
        return run.Id;
    }
}
