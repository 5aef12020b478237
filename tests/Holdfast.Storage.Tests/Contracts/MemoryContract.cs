using System.Text;
using Holdfast.Journal;
using Holdfast.Memory;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>What agents remember of users: kept, replaced, taken back, and forgotten down to the journals that it came from.</summary>
public abstract class MemoryContract : StoreContract
{
    private IMemoryStore Memory => (IMemoryStore)Journal;

    [Fact]
    public async Task An_item_is_found_as_it_was_kept_and_kept_once()
    {
        var item = Item("table", "7a") with { Kind = MemoryKind.Preference, Subject = "Bob", Confidence = 0.25, Until = Start.AddDays(1), Session = NewId(), Run = NewId(), Sequence = 5 };

        await Memory.RememberAsync(item);
        await Memory.RememberAsync(item with { Text = "another" });

        (await Memory.FindMemoryAsync(item.Id, "acme")).ShouldBe(item);
        (await Memory.FindMemoryAsync(item.Id, "other")).ShouldBeNull();
        (await ListAsync()).ShouldHaveSingleItem().ShouldBe(item);
    }

    [Fact]
    public async Task Items_are_found_by_user_agent_subject_kind_and_time()
    {
        var items = new[] { Item("a", "1"), Item("b", "2") with { User = "bob" }, Item("c", "3") with { Tenant = "other" }, Item("d", "4") with { Agent = "other" }, Item("e", "5") with { Kind = MemoryKind.Episode, At = Start.AddDays(1) } };
        foreach (var item in items)
        {
            await Memory.RememberAsync(item);
        }

        (await ListAsync()).Select(i => i.Key).ShouldBe(["e", "a", "d"], ignoreOrder: true);
        (await ListAsync())[0].Key.ShouldBe("e");
        (await ListAsync(q => q with { Agent = "scheduling" })).Select(i => i.Key).ShouldBe(["e", "a"]);
        (await ListAsync(q => q with { Kind = MemoryKind.Episode })).Select(i => i.Key).ShouldBe(["e"]);
        (await ListAsync(q => q with { Subject = "nobody" })).ShouldBeEmpty();
        (await ListAsync(q => q with { Before = Start.AddHours(1) })).Count.ShouldBe(2);
        (await ListAsync(q => q with { Limit = 1 })).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_newer_item_replaces_an_older_one_unless_it_is_less_trusted()
    {
        var (first, second, stranger, stranger2) = (Item("table", "seven"), Item("table", "eight"), Item("table", "evil") with { Trusted = false }, Item("table", "worse") with { Trusted = false });
        foreach (var item in new[] { first, second, stranger, stranger2 })
        {
            await Memory.RememberAsync(item);
        }

        (await Memory.FindMemoryAsync(first.Id, null)).ShouldNotBeNull().ShouldSatisfyAllConditions(i => i.Status.ShouldBe(MemoryStatus.Replaced), i => i.ReplacedBy.ShouldBe(second.Id));
        (await ListAsync(q => q with { Status = MemoryStatus.Current })).Select(i => i.Text).ShouldBe(["eight", "worse"], ignoreOrder: true);

        await Memory.RememberAsync(Item("table", "nine"));

        (await ListAsync(q => q with { Status = MemoryStatus.Current })).Select(i => i.Text).ShouldBe(["nine"]);
    }

    [Fact]
    public async Task What_is_taken_back_gives_way_to_what_was_before()
    {
        var (first, second) = (Item("table", "seven"), Item("table", "eight"));
        await Memory.RememberAsync(first);
        await Memory.RememberAsync(second);

        (await Memory.UndoMemoryAsync(first.Id)).ShouldBeFalse("it does not count");
        (await Memory.UndoMemoryAsync(second.Id)).ShouldBeTrue();

        (await ListAsync()).Select(i => (i.Text, i.Status)).ShouldBe([("seven", MemoryStatus.Current), ("eight", MemoryStatus.Undone)], ignoreOrder: true);
        (await Memory.UndoMemoryAsync(NewId())).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_so_much_is_kept()
    {
        for (var i = 0; i < IMemoryStore.MostItems; i++)
        {
            await Memory.RememberAsync(Item($"k{i}", "x"));
        }

        (await Should.ThrowAsync<HoldfastException>(() => Memory.RememberAsync(Item("one_more", "x")))).Code.ShouldBe("memory-full");
        await Memory.RememberAsync(Item("k5", "a newer value"));
        await Memory.RememberAsync(Item("one_more", "x") with { User = "bob" });
    }

    [Fact]
    public async Task The_newest_episodes_are_kept()
    {
        for (var i = 0; i < IMemoryStore.MostEpisodes + 3; i++)
        {
            await Memory.RememberAsync(Item("completed", $"session {i}") with { Kind = MemoryKind.Episode, At = Start.AddMinutes(i) });
        }

        var kept = await ListAsync();
        kept.Count.ShouldBe(IMemoryStore.MostEpisodes);
        kept[^1].Text.ShouldBe("session 3");
    }

    [Fact]
    public async Task What_is_forgotten_is_erased_where_it_was_written_down_and_the_journal_verifies()
    {
        var (source, later, other) = (await SpeakAsync("ann", "I live in Rose Street 5", "noted", "unrelated"), await SpeakAsync("ann", "hello", "You live in ROSE street 5!", "bye"), await SpeakAsync("bob", "Rose Street 5", "ok", "bye"));
        var item = Item("address", "Rose Street 5") with { Session = source, Run = NewId(), Sequence = 2 };
        var episode = Item("completed", "She said that she lives in Rose Street 5, \"near\" it.") with { Kind = MemoryKind.Episode };
        await Memory.RememberAsync(Item("address", "Lily Lane 9"));
        await Memory.RememberAsync(item);
        await Memory.RememberAsync(episode);
        await CloseAsync(source);
        await CloseAsync(other);

        (await Memory.ForgetAsync(item.Id, Start.AddHours(1))).ShouldBeTrue();
        (await Memory.ForgetAsync(item.Id, Start.AddHours(1))).ShouldBeFalse();
        (await ListAsync()).Select(i => i.Kind).ShouldBe([MemoryKind.Episode]);
        (await Memory.EraseForgottenAsync()).ShouldBe(0, "a session of the user is open");
        (await TextAsync(source)).ShouldNotContain("Rose");
        (await TextAsync(source)).ShouldNotContain("noted", Case.Insensitive, "the run that it came from is erased as a whole");
        (await TextAsync(later)).ShouldContain("ROSE street 5", Case.Insensitive, "what is open can still be read by its models");
        await CloseAsync(later);

        (await Memory.EraseForgottenAsync()).ShouldBe(2);

        (await TextAsync(later)).ShouldNotContain("ROSE", Case.Insensitive);
        (await TextAsync(later)).ShouldContain("hello");
        (await TextAsync(other)).ShouldContain("Rose Street 5");
        (await ListAsync()).ShouldHaveSingleItem().Text.ShouldBe("She said that she lives in [forgotten], \"near\" it.");
        foreach (var session in new[] { source, later, other })
        {
            (await JournalVerification.VerifyAsync(Journal, session)).Fault.ShouldBeNull();
        }

        (await JournalVerification.VerifyAsync(Journal, later)).Erased.ShouldBe(1);
        (await Memory.EraseForgottenAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Expired_sessions_of_named_users_are_found()
    {
        var expired = await SpeakAsync("ann", "hello", "hi", "bye");
        await SpeakAsync("anonymous", "hello", "hi", "bye");
        var closed = await SpeakAsync("bob", "hello", "hi", "bye");
        await CloseAsync(closed);

        (await Memory.ListExpiredAsync(["scheduling", "x"], Start.AddHours(1), 10)).Select(s => s.Id).ShouldBe([expired]);
        (await Memory.ListExpiredAsync(["x"], Start.AddHours(1), 10)).ShouldBeEmpty();
        (await Memory.ListExpiredAsync([], Start.AddHours(1), 10)).ShouldBeEmpty();
        (await Memory.ListExpiredAsync(["scheduling"], Start, 10)).ShouldBeEmpty();
    }

    protected MemoryItem Item(string key, string text) => new()
    {
        Id = NewId(),
        Kind = MemoryKind.Fact,
        Tenant = "acme",
        User = "ann",
        Agent = "scheduling",
        Key = key,
        Text = text,
        Trusted = true,
        At = Start,
        By = "agent",
    };

    private Task<IReadOnlyList<MemoryItem>> ListAsync(Func<MemoryQuery, MemoryQuery>? change = null)
    {
        var query = new MemoryQuery { Tenant = "acme", User = "ann" };
        return Memory.ListMemoryAsync(change?.Invoke(query) ?? query);
    }

    /// <summary>A session with a run of three events and one of its own.</summary>
    private async Task<Guid> SpeakAsync(string user, params string[] texts)
    {
        var session = Session(NewId(), user, "acme") with { Status = SessionStatus.Running, Owner = "w1", Epoch = 1 };
        var events = new List<EventRecord> { Event(session.Id, 1, 0, "session.opened") };
        foreach (var text in texts)
        {
            events.Add(Event(session.Id, events.Count + 1, run: events.Count > 2 ? 2 : 1, previous: events[^1], payload: $$"""{"text":"{{text}}"}"""));
        }

        var run = NewId();
        (await CommitAsync(new Commit { Session = session.Id, Open = session, Epoch = 1, Events = events, Run = Run(run, session) })).ShouldBe(CommitOutcome.Committed);
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Finish = Finish(run, string.Join(' ', texts)), Release = true });
        return session.Id;
    }

    private async Task<string> TextAsync(Guid session) =>
        string.Join('\n', (await Journal.ReadEventsAsync(session, 1, long.MaxValue)).Select(e => Encoding.UTF8.GetString(e.Payload.Span)));

    private async Task CloseAsync(Guid session)
    {
        var row = await FindAsync(session);
        var previous = (await Journal.ReadEventsAsync(session, row.HeadSequence, row.HeadSequence)).Single();
        var closed = Event(session, row.HeadSequence + 1, 0, "session.closed", previous, "{}");
        (await CommitAsync(new Commit { Session = session, Take = "w1", Epoch = row.Epoch + 1, Events = [closed], Release = true, Close = true })).ShouldBe(CommitOutcome.Committed);
    }
}
