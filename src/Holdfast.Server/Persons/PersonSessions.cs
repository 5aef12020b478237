using System.Runtime.CompilerServices;
using Holdfast.Journal;

namespace Holdfast.Server.Persons;

/// <summary>Goes through the sessions of a user, and through the runs of a session, page by page.</summary>
internal static class PersonSessions
{
    private const int Page = 500;

    /// <summary>The sessions of a user, newest first.</summary>
    public static async IAsyncEnumerable<SessionRow> OfAsync(IRunIndex index, string tenant, string user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Pages overlap where sessions were opened at the same time, so what was seen is skipped.
        var seen = new HashSet<Guid>();
        DateTimeOffset? before = null;
        while (true)
        {
            var page = await index.ListSessionsAsync(tenant, user, before, Page, cancellationToken);
            foreach (var row in page)
            {
                if (seen.Add(row.Id))
                {
                    yield return row;
                }
            }

            if (page.Count < Page)
            {
                yield break;
            }

            var next = page[^1].OpenedAt.AddTicks(10);
            before = next == before ? page[^1].OpenedAt : next;
        }
    }

    /// <summary>All runs of a session, newest first.</summary>
    public static async Task<List<RunRow>> RunsAsync(IRunIndex index, Guid session, CancellationToken cancellationToken)
    {
        var runs = new List<RunRow>();
        while (true)
        {
            var last = runs.Count == 0 ? null : runs[^1];
            var page = await index.SearchRunsAsync(new RunQuery { Session = session, Before = last?.AcceptedAt, BeforeId = last?.Id, Limit = Page }, cancellationToken);
            runs.AddRange(page);
            if (page.Count < Page)
            {
                return runs;
            }
        }
    }
}
