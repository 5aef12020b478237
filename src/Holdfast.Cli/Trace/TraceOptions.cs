using System.CommandLine;
using Holdfast.Cli.Server;

namespace Holdfast.Cli.Trace;

/// <summary>The options of every command that reads traces.</summary>
internal sealed class TraceOptions(Terminal terminal)
{
    private readonly ServerOptions server = new(terminal);

    public Option<string?> Storage { get; } = new("--storage")
    {
        Description = "Reads straight from a store instead of asking a server: a SQLite file, or a connection string.",
        HelpName = "store",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Writes JSON, for machines." };

    public void AddTo(Command command)
    {
        command.Options.Add(Storage);
        server.AddTo(command);
        command.Options.Add(Json);
    }

    public async Task<ITraceSource> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(Storage) is { } store ? await StoredTraces.OpenAsync(store, cancellationToken) : new ServerTraces(server.Open(parsed));
}
