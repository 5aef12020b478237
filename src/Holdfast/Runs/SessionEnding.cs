using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Safety.Guards;

namespace Holdfast.Runs;

/// <summary>The run with which a session ends: it summarises what was said, by a model where one answers, and closes. Pure.</summary>
internal static class SessionEnding
{
    /// <summary>Nothing was said for longer than the agent keeps sessions.</summary>
    public const string Expired = "session-expired";

    /// <summary>Somebody ended it.</summary>
    public const string Closed = "session-closed";

    private const int LongestWish = 200;

    /// <summary>What stands for the input that nobody gave.</summary>
    public static GuardedInput NoInput { get; } = new("", GuardVerdict.Pass, []);

    /// <summary>Whether a run was begun to end its session.</summary>
    public static bool Is(string? trigger) => trigger is Expired or Closed;

    /// <summary>What such a run does next.</summary>
    public static Command Next(RunState state, Agent agent)
    {
        if (!state.CancelRequested && MemoryStep.Remembers(agent, state.Principal))
        {
            if ((ContextWindow.SummariseAll(state, agent) ?? FactExtraction.Ask(state, agent)) is { } call)
            {
                return call;
            }

            if (state is { Extraction: not null, Extracted: null })
            {
                return new Record(FactExtraction.Check(state, agent));
            }
        }

        return new Finish(TerminationReason.Completed, null);
    }

    /// <summary>Why, as <see cref="SessionClosed"/> says it.</summary>
    public static string WhyOf(string trigger) => trigger == Expired ? "expired" : "closed";

    /// <summary>What is remembered of the session. Where a stranger spoke in it, what the user said is kept apart from the summary, which may be the stranger's.</summary>
    public static IReadOnlyList<MemoryItem> EpisodesOf(RunState state, Agent agent)
    {
        if (!MemoryStep.Remembers(agent, state.Principal) || (state.Messages.Count == 0 && state.Summary is null))
        {
            return [];
        }

        var room = Math.Min(ContextWindow.SummaryRoom(agent), MemoryItem.LongestText);
        var summary = TextCut.Head(state.ModelSummary is { Length: > 0 } written ? written : ContextWindow.Extract(state, agent, long.MaxValue, room), room);
        return state.Taint is null
            ? [Episode(state, summary, trusted: true, "")]
            : [Episode(state, TextCut.Head($"The user said: {string.Join("; ", RunSituation.SaidBy(state).Select(said => TextCut.Line(said, LongestWish)))}", room), trusted: true, ""), Episode(state, summary, trusted: false, "-summary")];
    }

    /// <summary>What its user told of, as it is kept.</summary>
    public static IReadOnlyList<MemoryItem> FactsOf(RunState state) => [.. (state.Extracted?.Items ?? []).Select((fact, index) => new MemoryItem
    {
        Id = new(SHA256.HashData(Encoding.UTF8.GetBytes($"{state.Session:N}-fact-{index}")).AsSpan(0, 16)),
        Kind = fact.Kind,
        Tenant = state.Principal.Tenant,
        User = state.Principal.User,
        Agent = state.Agent,
        Subject = fact.Subject,
        Key = fact.Key,
        Text = fact.Value,
        Trusted = fact.Trusted,
        Session = state.Session,
        Run = state.Run,
        Sequence = fact.Sequence,
        At = fact.At,
        By = "session end",
    })];

    private static MemoryItem Episode(RunState state, string text, bool trusted, string part) => new()
    {
        Id = new(SHA256.HashData(Encoding.UTF8.GetBytes($"{state.Session:N}-episode{part}")).AsSpan(0, 16)),
        Kind = MemoryKind.Episode,
        Tenant = state.Principal.Tenant,
        User = state.Principal.User,
        Agent = state.Agent,
        Key = state.Finished is { } finished ? JsonNamingPolicy.KebabCaseLower.ConvertName(finished.Reason.ToString()) : "unfinished",
        Text = text,
        Trusted = trusted,
        Session = state.Session,
        Run = state.Run,
        Sequence = state.Sequence,
        At = state.Now,
        By = "session end",
    };

    /// <summary>What has a session ended by whichever worker takes it; the same for every worker that finds it expired.</summary>
    public static Commit Request(SessionRow row, string why, DateTimeOffset now)
    {
        // Whatever keeps the session alive after all gives it another time to expire, and with it another key.
        var key = $"{row.Id:N}-{why}-{row.ExpiresAt.UtcTicks}";
        var run = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        return new Commit
        {
            Session = row.Id,
            // No caller's key can hold this character.
            Idempotency = new IdempotencyEntry(row.Tenant, $"\u001f{key}", "", run, now),
            Accept = new InboxItem(run, row.Id, InboxJson.EndKind, now, JsonSerializer.SerializeToUtf8Bytes(new InboxEnd(why), InboxJson.Default.InboxEnd)),
        };
    }
}
