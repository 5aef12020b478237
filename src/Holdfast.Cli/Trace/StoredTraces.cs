using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Storage;

namespace Holdfast.Cli.Trace;

/// <summary>Traces straight from a store, with no server.</summary>
internal sealed class StoredTraces : ITraceSource
{
    private StoredTraces(IHoldfastStorage store)
    {
        Store = store;
    }

    /// <summary>The store.</summary>
    public IHoldfastStorage Store { get; }

    /// <summary>Opens a store that exists.</summary>
    /// <exception cref="HoldfastException"><c>unknown-storage</c>: there is no such file; or why the store cannot be used.</exception>
    public static async Task<StoredTraces> OpenAsync(string connection, CancellationToken cancellationToken)
    {
        // A bare path is what a user has at hand; opening what does not exist would create it.
        var text = connection.Contains('=') || connection.Contains("://", StringComparison.Ordinal) ? connection : "Data Source=" + connection;
        if (FileOf(text) is { } file && !File.Exists(file))
        {
            throw new HoldfastException("unknown-storage", $"There is no file {SafeText.Line(file, 300)}. Name the database of the server, such as --storage .holdfast/holdfast.db.");
        }

        var store = HoldfastStorage.Open(text);
        try
        {
            await store.InitializeAsync(cancellationToken);
            return new StoredTraces(store);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public async Task<RunTrace> ReadAsync(string run, CancellationToken cancellationToken)
    {
        var row = (Guid.TryParse(run, out var id) ? await Store.FindRunAsync(id, tenant: null, cancellationToken) : null)
            ?? throw new HoldfastException("unknown-run", $"There is no run {SafeText.Line(run, 64)} in this store. 'holdfast trace search' lists runs.");
        return await ReadAsync(row, cancellationToken);
    }

    private async Task<RunTrace> ReadAsync(RunRow row, CancellationToken cancellationToken)
    {
        var last = row.LastSequence == 0 ? long.MaxValue : row.LastSequence;
        var events = row.FirstSequence == 0 ? [] : await Store.ReadEventsAsync(row.Session, row.FirstSequence, last, cancellationToken);
        List<RunTrace> children = [];
        foreach (var child in (await Store.SearchRunsAsync(new RunQuery { Parent = row.Id, Limit = 1000 }, cancellationToken)).Reverse())
        {
            children.Add(await ReadAsync(child, cancellationToken));
        }

        return new RunTrace(Summary(row), [.. events.Where(e => e.Run == row.Ordinal).Select(Event)], children);
    }

    public async Task<IReadOnlyList<RunSummary>> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var rows = await Store.SearchRunsAsync(
            new RunQuery
            {
                User = query.User,
                Agent = query.Agent,
                Session = query.Session is null ? null : Guid.Parse(query.Session),
                Text = query.Text,
                Tool = query.Tool,
                Error = query.Error,
                Reason = query.Reason,
                Limit = query.Limit,
            },
            cancellationToken);
        return [.. rows.Select(Summary)];
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static TraceEvent Event(EventRecord record) =>
        new(record.Sequence, record.Kind, record.At, record.Payload.IsEmpty ? null : JsonElement.Parse(record.Payload.Span));

    private static RunSummary Summary(RunRow row) => new()
    {
        Run = row.Id.ToString("N"),
        Trace = row.Trace.ToString("N"),
        Session = row.Session.ToString("N"),
        Agent = row.Agent,
        Version = row.Version,
        User = row.User,
        Status = ReasonName.Of(row.Status.ToString()),
        Reason = row.Reason is { } reason ? ReasonName.Of(reason.ToString()) : null,
        Error = row.Error,
        Steps = row.Steps,
        InputTokens = row.InputTokens,
        OutputTokens = row.OutputTokens,
        Cost = row.CostNanos / 1_000_000_000m,
        AcceptedAt = row.AcceptedAt,
        FinishedAt = row.FinishedAt,
    };

    private static string? FileOf(string connection)
    {
        foreach (var part in connection.Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value]
                && name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() is ("datasource" or "filename") && !value.StartsWith(':') && !value.StartsWith("file:", StringComparison.Ordinal))
            {
                return value.Trim('"', '\'');
            }
        }

        return null;
    }
}
