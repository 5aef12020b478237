using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Persons;

/// <summary>Closes sessions for good, whichever process owns them: runs under way are asked to end first.</summary>
internal sealed class SessionClosing(AgentRuntime runtime, IdSource ids, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Closes a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="by">Who asks, as the journal records it.</param>
    /// <param name="cancellationToken">Gives up; what was asked to end still ends.</param>
    /// <exception cref="HoldfastException"><c>session-busy</c>: its runs did not end in time.</exception>
    public async Task CloseAsync(Guid session, string by, CancellationToken cancellationToken)
    {
        var asked = new HashSet<Guid>();
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience; await Task.Delay(Pause, time, cancellationToken))
        {
            var row = await runtime.Store.FindSessionAsync(session, cancellationToken);
            if (row is null or { Status: SessionStatus.Closed } || (row.Status == SessionStatus.Idle && await TryCloseAsync(row, cancellationToken)))
            {
                return;
            }

            foreach (var run in await runtime.Index.SearchRunsAsync(new RunQuery { Session = session, Limit = 50 }, cancellationToken))
            {
                if (run.Status != RunStatus.Finished && asked.Add(run.Id))
                {
                    await runtime.CancelAsync(run.Id, by, row.Tenant, cancellationToken);
                }
            }
        }

        throw new HoldfastException("session-busy", $"A run of session {WireId.Of(session)} was asked to end and has not done so yet, or no worker is there to end it. Try again.");
    }

    private async Task<bool> TryCloseAsync(SessionRow row, CancellationToken cancellationToken)
    {
        var now = HashChain.FromMicroseconds(HashChain.ToMicroseconds(time.GetUtcNow()));
        var closed = new SessionClosed("closed");
        var (kind, payload, sequence) = (EventCodec.KindOf(closed), EventCodec.Encode(closed), row.HeadSequence + 1);
        var hash = HashChain.NextOf(row.HeadHash.Span, row.Id, sequence, run: 0, kind, now, payload);
        var ticket = await runtime.Tickets.ListAsync(new TicketQuery { Session = row.Id, Unclosed = true, Limit = 1 }, cancellationToken);
        var commit = new Commit
        {
            Session = row.Id,
            Take = $"closing-{WireId.Of(ids.NewId(now))}",
            Epoch = row.Epoch + 1,
            Events = [new EventRecord(sequence, 0, kind, now, payload, hash)],
            // Nobody can answer in it any more.
            Ticket = ticket is [var open] ? open with { Status = TicketStatus.Closed, ClosedAt = now, ClosedBy = "session closed" } : null,
            Release = true,
            Close = true,
        };
        await runtime.Store.CommitAsync([commit], cancellationToken);
        return commit.Outcome == CommitOutcome.Committed;
    }
}
