using System.CommandLine;

namespace Holdfast.Cli.Keys;

/// <summary><c>holdfast keys</c>: who may call the server.</summary>
internal static class KeysCommand
{
    public static Command Create(Terminal terminal) => new("keys", "Make, list, rotate and revoke API keys: on a store, or on a server with an administrator's key.")
    {
        MakeCreate(terminal),
        MakeList(terminal),
        MakeRotate(terminal),
        MakeRevoke(terminal),
    };

    private static Command MakeCreate(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "The caller's name, as journal and audit log record it." };
        var tenant = new Option<string?>("--tenant") { Description = "The tenant it belongs to, on a store. Default: default." };
        var scopes = new Option<string>("--scopes") { Description = "What it may do: invoke, approve, operate, admin, with commas between.", DefaultValueFactory = _ => "invoke" };
        var expires = KeyOptions.Span("--expires", "After how long it is refused. Default: never.");
        name.Validators.Add(Usage.NoOption);
        var options = new KeyOptions(terminal);
        var command = new Command("create", "Make a key. It is written once, to the output, and kept nowhere.") { name, tenant, scopes, expires };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var keys = await options.OpenAsync(parsed, cancellationToken);
            var words = parsed.GetRequiredValue(scopes).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var key = await keys.CreateAsync(parsed.GetRequiredValue(name), parsed.GetValue(tenant), words, After(terminal, parsed.GetValue(expires)), cancellationToken);
            await ShowAsync(key, terminal);
            return 0;
        });
        return command;
    }

    private static Command MakeList(Terminal terminal)
    {
        var options = new KeyOptions(terminal);
        var command = new Command("list", "List keys, newest first, without the keys themselves.");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var keys = await options.OpenAsync(parsed, cancellationToken);
            var lines = await keys.ListAsync(cancellationToken);
            string[][] rows =
            [
                ["id", "name", "tenant", "key", "scopes", "status", "created", "expires"],
                .. lines.Select(key => (string[])[key.Id, key.Name, key.Tenant, key.Prefix + "…", key.Scopes, key.Status, Time(key.CreatedAt), key.ExpiresAt is null ? "never" : Time(key.ExpiresAt)]),
            ];
            var cells = rows.Select(row => row.Select(cell => SafeText.Line(cell, 80)).ToArray()).ToArray();
            var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
            foreach (var (row, index) in cells.Select((row, index) => (row, index)))
            {
                var line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
                await terminal.Output.WriteLineAsync(lines.Count == 0 ? "There is no stored key." : index == 0 ? terminal.Bold(line) : line);
            }

            return 0;
        });
        return command;
    }

    private static Command MakeRotate(Terminal terminal)
    {
        var id = Id();
        var keep = KeyOptions.Span("--keep", "How long the old key stays good. Default: 24h.");
        var expires = KeyOptions.Span("--expires", "After how long the new key is refused. Default: as long as the old one was made for.");
        var options = new KeyOptions(terminal);
        var command = new Command("rotate", "Make a key that takes the place of another.") { id, keep, expires };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var keys = await options.OpenAsync(parsed, cancellationToken);
            var until = After(terminal, parsed.GetValue(keep) ?? "24h")!.Value;
            await ShowAsync(await keys.RotateAsync(Guid.Parse(parsed.GetRequiredValue(id)), until, After(terminal, parsed.GetValue(expires)), cancellationToken), terminal);
            await terminal.Error.WriteLineAsync($"The old key stays good until {Time(until)} at most.");
            return 0;
        });
        return command;
    }

    private static Command MakeRevoke(Terminal terminal)
    {
        var id = Id();
        var options = new KeyOptions(terminal);
        var command = new Command("revoke", "End a key.") { id };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var keys = await options.OpenAsync(parsed, cancellationToken);
            var key = await keys.RevokeAsync(Guid.Parse(parsed.GetRequiredValue(id)), cancellationToken);
            await terminal.Output.WriteLineAsync($"{SafeText.Line(key.Name, 80)} ({key.Prefix}…) is revoked: running servers refuse it within seconds.");
            return 0;
        });
        return command;
    }

    private static Argument<string> Id()
    {
        var id = new Argument<string>("id") { Description = "The key's id, as 'holdfast keys list' shows it." };
        id.Validators.Add(KeyOptions.IsId);
        return id;
    }

    /// <summary>The key alone goes to the output, so that it can be put into a variable.</summary>
    private static async Task ShowAsync(KeyLine key, Terminal terminal)
    {
        await terminal.Output.WriteLineAsync(key.Secret);
        await terminal.Error.WriteLineAsync(
            $"Key {key.Id} of {SafeText.Line(key.Name, 80)}, tenant {SafeText.Line(key.Tenant, 80)}, scopes {SafeText.Line(key.Scopes, 200)}. Keep it safe: it cannot be shown again.");
    }

    private static DateTimeOffset? After(Terminal terminal, string? span) => terminal.Time.GetUtcNow() + KeyOptions.SpanOf(span);

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss") ?? "";
}
