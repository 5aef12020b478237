using System.Globalization;

namespace Holdfast.Journal;

/// <summary>Shows whether a session's stored events are what was written, by their <see cref="HashChain"/>. Needs the store only: no server, no secret.</summary>
/// <remarks>Whoever can rewrite the whole store can also make a new chain; keep a session's last hash elsewhere to find that.</remarks>
public static class JournalVerification
{
    private const int Page = 1_000;

    /// <summary>Verifies a session.</summary>
    /// <param name="store">The store; when it implements <see cref="IRunIndex"/>, events missing at the end of a finished run are found too.</param>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<JournalReport> VerifyAsync(IJournalStore store, Guid session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ReadOnlyMemory<byte> previous = default;
        long verified = 0, erased = 0;
        while (true)
        {
            var page = await store.ReadEventsAsync(session, verified + 1, verified + Page, cancellationToken);
            foreach (var record in page)
            {
                if (FaultOf(previous.Span, session, verified + 1, record) is { } fault)
                {
                    return new JournalReport(session, verified, erased, fault, verified + 1);
                }

                previous = record.Hash;
                erased += record.ErasedPayloadHash.IsEmpty ? 0 : 1;
                verified++;
            }

            if (page.Count == 0)
            {
                var missing = await MissingEndAsync(store, session, verified, cancellationToken);
                return new JournalReport(session, verified, erased, missing, missing is null ? null : verified + 1);
            }
        }
    }

    private static string? FaultOf(ReadOnlySpan<byte> previous, Guid session, long expected, EventRecord record)
    {
        if (record.Sequence != expected)
        {
            return string.Create(CultureInfo.InvariantCulture, $"event {expected} is missing.");
        }

        // An erased payload is verified by its kept hash, so a payload beside that hash would go unchecked.
        return (!record.ErasedPayloadHash.IsEmpty && !record.Payload.IsEmpty) || !HashChain.Verify(previous, session, record)
            ? string.Create(CultureInfo.InvariantCulture, $"event {record.Sequence} ({record.Kind}, {record.At:u}) is not what was written.")
            : null;
    }

    private static async Task<string?> MissingEndAsync(IJournalStore store, Guid session, long verified, CancellationToken cancellationToken)
    {
        if (store is not IRunIndex index)
        {
            return null;
        }

        var runs = await index.SearchRunsAsync(new RunQuery { Session = session, Limit = 100 }, cancellationToken);
        var last = runs.Count == 0 ? 0 : runs.Max(r => r.LastSequence);
        return last > verified ? string.Create(CultureInfo.InvariantCulture, $"events {verified + 1} to {last} are missing: a finished run had them.") : null;
    }
}
