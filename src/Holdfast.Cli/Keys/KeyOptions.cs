using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Holdfast.Cli.Server;
using Holdfast.Cli.Trace;

namespace Holdfast.Cli.Keys;

/// <summary>The options of the commands for keys.</summary>
internal sealed class KeyOptions(Terminal terminal)
{
    private readonly ServerOptions server = new(terminal);

    private readonly Option<string?> storage = new("--storage")
    {
        Description = "Works on a store instead of asking a server: a SQLite file, or a connection string.",
        HelpName = "store",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(storage);
        server.AddTo(command);
    }

    public async Task<IKeySource> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) => parsed.GetValue(storage) is { } store
        ? new StoredKeys(await StoredTraces.OpenAsync(store, cancellationToken), terminal.Time)
        : new ServerKeys(server.Open(parsed));

    /// <summary>An option that takes a span of time.</summary>
    public static Option<string?> Span(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "90d" };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => SpanOf(token.Value) is null))
            {
                result.AddError($"{name} is '{token.Value}'; give a number of days, hours or minutes, such as 90d, 12h or 30m.");
            }
        });
        return option;
    }

    /// <summary>The span of an option that was accepted.</summary>
    public static TimeSpan? SpanOf(string? text) =>
        text is not { Length: > 1 and <= 6 } || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? null
        : text[^1] switch
        {
            'd' => TimeSpan.FromDays(number),
            'h' => TimeSpan.FromHours(number),
            'm' => TimeSpan.FromMinutes(number),
            _ => null,
        };

    /// <summary>Refuses what is not an id.</summary>
    public static void IsId(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => !Guid.TryParse(token.Value, out _)))
        {
            result.AddError($"'{token.Value}' is no id of a key: those are 32 hexadecimal digits, as 'holdfast keys list' shows them.");
        }
    }
}
