using System.Security.Cryptography;
using System.Text;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Server.Auth;

namespace Holdfast.Server.OpenAi;

/// <summary>Finds the session that a client without one goes on with: the one in which exactly the conversation was held that the client sends again.</summary>
/// <remarks>
/// A session that was found is taken out: two clients whose conversations happen to be equal so far never end up in one session. Where this process does
/// not remember, the journal is asked, for named users only, whose sessions are nobody else's.
/// </remarks>
internal sealed class Conversations(AgentRuntime runtime, TimeProvider time)
{
    private const int Capacity = 10_000;
    private const int SessionsLookedAt = 50;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Stack<Guid>> sessions = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Remembers where a conversation was held.</summary>
    public void Remember(string fingerprint, Guid session)
    {
        lock (gate)
        {
            if (!sessions.TryGetValue(fingerprint, out var held))
            {
                sessions[fingerprint] = held = new();
                order.Enqueue(fingerprint);
            }

            held.Push(session);
            while (order.Count > Capacity)
            {
                sessions.Remove(order.Dequeue());
            }
        }
    }

    /// <summary>Returns what was remembered last, and leaves it there; or null.</summary>
    public Guid? Recall(string fingerprint)
    {
        lock (gate)
        {
            return sessions.TryGetValue(fingerprint, out var held) && held.TryPeek(out var session) ? session : null;
        }
    }

    /// <summary>What stands for an idempotency key.</summary>
    public static string OfKey(Caller caller, string key) => $"{caller.Tenant}\n{key}";

    /// <summary>Returns an open session in which the earlier turns were held, or null.</summary>
    public async Task<Guid?> TakeAsync(ChatInput input, Caller caller, CancellationToken cancellationToken)
    {
        if (!input.Earlier.Any(turn => !turn.ByUser))
        {
            return null;
        }

        var fingerprint = Fingerprint(caller, input, input.Earlier);
        while (TryTake(fingerprint, out var known))
        {
            if (await runtime.FindSessionAsync(known, caller.Tenant, cancellationToken) is { } row && IsOpen(row))
            {
                return known;
            }
        }

        return input.User is null ? null : await SearchAsync(input, caller, cancellationToken);
    }

    /// <summary>A hash of who talks with which agent, and of all that was said.</summary>
    public static string Fingerprint(Caller caller, ChatInput input, IEnumerable<ChatTurn> turns)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(caller.Tenant);
        Add(input.User ?? "");
        Add(input.Agent);
        foreach (var turn in turns)
        {
            Add(turn.ByUser ? "user" : "agent");
            Add(turn.Text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }

    private bool TryTake(string fingerprint, out Guid session)
    {
        lock (gate)
        {
            return sessions.TryGetValue(fingerprint, out var held) & (held ?? []).TryPop(out session);
        }
    }

    private async Task<Guid?> SearchAsync(ChatInput input, Caller caller, CancellationToken cancellationToken)
    {
        var turns = input.Earlier.Count(turn => turn.ByUser);
        foreach (var row in await runtime.Index.ListSessionsAsync(caller.Tenant, input.User, null, SessionsLookedAt, cancellationToken))
        {
            if (row.Parent is null && row.Agent == input.Agent && row.Runs == turns && IsOpen(row) && await HeldAsync(row, input.Earlier, cancellationToken))
            {
                return row.Id;
            }
        }

        return null;
    }

    private bool IsOpen(SessionRow row) => row.Status != SessionStatus.Closed && row.ExpiresAt > time.GetUtcNow();

    private async Task<bool> HeldAsync(SessionRow row, IReadOnlyList<ChatTurn> turns, CancellationToken cancellationToken)
    {
        var at = 0;
        foreach (var record in await runtime.Store.ReadEventsAsync(row.Id, 1, long.MaxValue, cancellationToken))
        {
            ChatTurn? said = record.Kind is not ("run.started" or "run.finished") || record.Payload.IsEmpty ? null : EventCodec.Decode(record) switch
            {
                RunStarted started => new(true, started.Input),
                RunFinished { Answer: { } answer } => new(false, answer),
                _ => null,
            };
            if (said is not null && (at == turns.Count || turns[at++] != said))
            {
                return false;
            }
        }

        return at == turns.Count;
    }
}
