using System.CommandLine;
using System.CommandLine.Parsing;
using Holdfast.Journal;
using Holdfast.Storage;

namespace Holdfast.Cli.Trace;

/// <summary><c>holdfast trace verify</c>: shows whether stored journals are what was written.</summary>
internal static class TraceVerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var storage = new Option<string>("--storage") { Description = "The store: a SQLite file, or a connection string.", HelpName = "store", Required = true };
        var session = new Option<string?>("--session") { Description = "Only this session.", HelpName = "id" };
        var all = new Option<bool>("--all") { Description = "Every session of the store." };
        var json = new Option<bool>("--json") { Description = "Writes JSON, for machines." };
        session.Validators.Add(IsId);
        var command = new Command("verify", "Verify the hash chain of sessions, with --all that of the audit log, too, offline. Exit code 1 when a record was altered.") { storage, session, all, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetResult(session) is not null))
            {
                result.AddError("Which sessions? Give --session ID or --all.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await StoredTraces.OpenAsync(parsed.GetRequiredValue(storage), cancellationToken);
            var verified = new List<VerifiedSession>();
            await foreach (var id in SessionsAsync(source.Store, parsed.GetValue(session), cancellationToken))
            {
                var report = await JournalVerification.VerifyAsync(source.Store, id, cancellationToken);
                verified.Add(new VerifiedSession(id.ToString("N"), report.Events, report.Erased, report.Fault, report.Sequence));
            }

            await (parsed.GetValue(json) ? terminal.Output.WriteLineAsync(TraceJson.Of(verified)) : WriteAsync(verified, terminal));
            var audit = parsed.GetValue(all) && await IsAuditAlteredAsync(source.Store, terminal, cancellationToken);
            return audit || verified.Exists(v => v.Fault is not null) ? 1 : 0;
        });
        return command;
    }

    /// <summary>Refuses what is not an id.</summary>
    internal static void IsId(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(t => !Guid.TryParse(t.Value, out _)))
        {
            result.AddError($"'{token.Value}' is no id: those are 32 hexadecimal digits.");
        }
    }

    private static async IAsyncEnumerable<Guid> SessionsAsync(
        IHoldfastStorage store, string? one, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (one is not null)
        {
            var id = Guid.Parse(one);
            yield return await store.FindSessionAsync(id, cancellationToken) is not null ? id
                : throw new HoldfastException("unknown-session", $"There is no session {id:N} in this store.");
            yield break;
        }

        // Pages may overlap where sessions were opened at the same time, so what was seen is skipped.
        const int Page = 1_000;
        var seen = new HashSet<Guid>();
        DateTimeOffset? before = null;
        while (true)
        {
            var page = await store.ListSessionsAsync(tenant: null, user: null, before, Page, cancellationToken);
            foreach (var row in page)
            {
                if (seen.Add(row.Id))
                {
                    yield return row.Id;
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

    private static async Task<bool> IsAuditAlteredAsync(IHoldfastStorage store, Terminal terminal, CancellationToken cancellationToken)
    {
        var (_, fault) = await store.Audit.VerifyAsync(cancellationToken);
        if (fault is { } line)
        {
            await terminal.Error.WriteLineAsync($"The audit log was altered: line {line} is not what was written, or is missing.");
        }

        return fault is not null;
    }

    private static async Task WriteAsync(IReadOnlyList<VerifiedSession> verified, Terminal terminal)
    {
        foreach (var broken in verified.Where(v => v.Fault is not null))
        {
            await terminal.Output.WriteLineAsync($"Session {broken.Session}: {SafeText.Of(broken.Fault!)}");
        }

        var faulty = verified.Count(v => v.Fault is not null);
        var erased = verified.Sum(v => v.Erased);
        await terminal.Output.WriteLineAsync(
            $"{Amounts.Count(verified.Count, "session")}, {Amounts.Count(verified.Sum(v => v.Events), "event")}{(erased > 0 ? $" ({erased} erased)" : "")}: "
            + (faulty == 0 ? "every record is as it was written." : $"{Amounts.Count(faulty, "session")} altered."));
    }
}
