using Holdfast.Journal;
using Holdfast.Runs.Events;

namespace Holdfast.Simulation.World;

/// <summary>What must hold of every session, whatever happened to its workers.</summary>
internal static class Journals
{
    /// <summary>Asserts that the chain is whole, that runs are serial and finished once, and that no call finished twice. Returns the events.</summary>
    public static async Task<IReadOnlyList<RunEvent>> VerifyAsync(IJournalStore store, Guid session, string where)
    {
        var report = await JournalVerification.VerifyAsync(store, session);
        report.Fault.ShouldBeNull(where);
        var records = await store.ReadEventsAsync(session, 1, long.MaxValue);
        records.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, records.Count).Select(n => (long)n), where);
        List<RunEvent> events = [.. records.Select(EventCodec.Decode)];
        var finishedCalls = events.OfType<ToolFinished>().Select(e => e.Call).ToList();
        finishedCalls.ShouldBeUnique(where);
        var open = false;
        var ordinal = 0;
        foreach (var happened in events)
        {
            switch (happened)
            {
                case RunStarted started:
                    open.ShouldBeFalse($"{where}: run {started.Ordinal} started inside another");
                    started.Ordinal.ShouldBe(++ordinal, where);
                    open = true;
                    break;
                case RunFinished:
                    open.ShouldBeTrue($"{where}: a run finished twice");
                    open = false;
                    break;
            }
        }

        open.ShouldBeFalse($"{where}: a run never finished");
        var row = (await store.FindSessionAsync(session)).ShouldNotBeNull(where);
        row.Status.ShouldBe(events[^1] is SessionClosed ? SessionStatus.Closed : SessionStatus.Idle, where);
        row.Owner.ShouldBeNull(where);
        (await store.ReadInboxAsync(session)).ShouldBeEmpty(where);
        return events;
    }
}
