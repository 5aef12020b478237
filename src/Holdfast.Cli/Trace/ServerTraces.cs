using System.Text.Json;
using Holdfast.Cli.Server;

namespace Holdfast.Cli.Trace;

/// <summary>Traces from a server.</summary>
internal sealed class ServerTraces(ServerClient client) : ITraceSource
{
    public async Task<RunTrace> ReadAsync(string run, CancellationToken cancellationToken)
    {
        var path = $"v1/runs/{Uri.EscapeDataString(run)}";
        var summary = await client.GetAsync(path, cancellationToken);
        var journal = await client.GetAsync(path + "/events", cancellationToken);
        List<RunTrace> children = [];
        foreach (var child in summary.Items("children"))
        {
            children.Add(await ReadAsync(child.Text("run") ?? "", cancellationToken));
        }

        return new RunTrace(Summary(summary), [.. journal.Items("events").Select(Event)], children);
    }

    public async Task<IReadOnlyList<RunSummary>> SearchAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        (string Name, string? Value)[] conditions =
        [
            ("user", query.User), ("agent", query.Agent), ("session", query.Session), ("text", query.Text), ("tool", query.Tool), ("error", query.Error),
            ("reason", query.Reason is { } reason ? ReasonName.Of(reason.ToString()) : null), ("limit", query.Limit.ToString()),
        ];
        var path = "v1/traces?" + string.Join('&', conditions.Where(c => c.Value is not null).Select(c => $"{c.Name}={Uri.EscapeDataString(c.Value!)}"));
        return [.. (await client.GetAsync(path, cancellationToken)).Items("traces").Select(Summary)];
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static TraceEvent Event(JsonElement item) =>
        new(item.Whole("sequence"), item.Text("kind") ?? "?", item.Time("at") ?? default, item.Member("payload"));

    private static RunSummary Summary(JsonElement run)
    {
        var usage = run.Member("usage") ?? run;
        return new RunSummary
        {
            Run = run.Text("run") ?? run.Text("id") ?? "?",
            Trace = run.Text("trace") ?? "?",
            Session = run.Text("session") ?? "?",
            Agent = run.Text("agent") ?? "?",
            Version = run.Text("version") ?? "",
            User = run.Text("user"),
            Status = run.Text("status") ?? "?",
            Reason = run.Text("reason"),
            Error = run.Text("error"),
            Steps = usage.Whole("steps"),
            InputTokens = usage.Whole("input_tokens"),
            OutputTokens = usage.Whole("output_tokens"),
            Cost = (decimal)run.Number("cost"),
            AcceptedAt = run.Time("accepted_at"),
            FinishedAt = run.Time("finished_at"),
        };
    }
}
