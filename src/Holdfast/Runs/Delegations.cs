using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs.Events;
using Holdfast.Safety.Text;

namespace Holdfast.Runs;

/// <summary>Makes the runs of called agents, finds out what became of them, and asks them to end. Everything here may be done again.</summary>
internal sealed class Delegations(RunServices services)
{
    /// <summary>Opens the session of a call with its run in the queue, for any worker; once, whoever tries.</summary>
    /// <param name="state">The caller's state, in which the call is under way.</param>
    /// <param name="agent">The caller's agent.</param>
    /// <param name="call">The call.</param>
    public async Task CreateAsync(RunState state, Agent agent, PendingCall call)
    {
        var (child, callee) = (call.Child!, agent.Callees[call.Name].Agent);
        var now = HashChain.FromMicroseconds(HashChain.ToMicroseconds(services.Time.GetUtcNow()));
        var caller = DelegationRules.CallerOf(state, agent, call);
        using var arguments = JsonDocument.Parse(call.Arguments);
        var message = new InboxMessage(
            arguments.RootElement.GetProperty(Callee.Task).GetString()!, "agent:" + state.Agent, CalledBy: caller, Trust: RunSituation.HandedDown(state, agent, call.Taint));

        // The digits must be unknown outside, and the same whoever makes the session: they follow from the caller's.
        var mark = UntrustedText.Nonce(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{state.Mark} {child.Session:N}")).AsSpan(0, 16)));
        var opened = new SessionOpened(
            callee.Name, callee.Version, state.Principal.Tenant, state.Principal.User, state.Principal.Scopes.Count == 0 ? null : state.Principal.Scopes, Mark: mark);
        var (kind, payload) = (EventCodec.KindOf(opened), EventCodec.Encode(opened));
        await services.Commits.CommitAsync(new Commit
        {
            Session = child.Session,
            Open = new SessionRow
            {
                Id = child.Session,
                Parent = state.Session,
                Tenant = state.Principal.Tenant,
                User = state.Principal.User,
                Agent = callee.Name,
                Version = callee.Version,
                OpenedAt = now,
                ExpiresAt = now + callee.SessionLifetime,
            },
            Events = [new EventRecord(1, 0, kind, now, payload, HashChain.NextOf(default, child.Session, 1, 0, kind, now, payload))],
            Run = new RunRow
            {
                Id = child.Run,
                Parent = state.Run,
                Trace = caller.Trace,
                Session = child.Session,
                Tenant = state.Principal.Tenant,
                User = state.Principal.User,
                Agent = callee.Name,
                Version = callee.Version,
                Status = RunStatus.Queued,
                AcceptedAt = now,
            },
            Accept = new InboxItem(child.Run, child.Session, InboxJson.MessageKind, now, JsonSerializer.SerializeToUtf8Bytes(message, InboxJson.Default.InboxMessage)),
        });
    }

    /// <summary>The calls under way whose runs have ended, or which are given up, with what came of them. Runs that were to be made and are not there are made.</summary>
    public async Task<IReadOnlyList<(DelegationFinished Finished, ToolFinished Result)>> CollectAsync(RunState state, Agent agent, CancellationToken cancellationToken)
    {
        List<(DelegationFinished, ToolFinished)> ended = [];
        foreach (var call in state.Pending.Where(c => c.IsUnderWay))
        {
            var row = await services.Store.FindSessionAsync(call.Child!.Session, cancellationToken);
            if (row is null && (DelegationRules.IsEnding(state) || !agent.Callees.ContainsKey(call.Name)))
            {
                ended.Add(DelegationRules.Abandon(call, null));
            }
            else if (row is null)
            {
                // The worker died between the intent and the run.
                await CreateAsync(state, agent, call);
            }
            else if (row.Status == SessionStatus.Closed)
            {
                ended.Add(DelegationRules.Finish(call, await SessionLoader.LoadAsync(services.Store, row, cancellationToken)));
            }
            else if (DelegationRules.GivesUp(state, services.Time.GetUtcNow()))
            {
                ended.Add(DelegationRules.Abandon(call, await SessionLoader.LoadAsync(services.Store, row, cancellationToken)));
            }
        }

        return ended;
    }

    /// <summary>Whether a called agent is at work although its time is over: one that waits, for people or for others, has time.</summary>
    public async Task<bool> IsOverdueAsync(RunState state, Agent agent, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        if (DelegationRules.IsEnding(state) || now < DelegationRules.TimeLimitOf(state, agent))
        {
            return false;
        }

        foreach (var call in state.Pending.Where(c => c.IsUnderWay))
        {
            if (await services.Store.FindSessionAsync(call.Child!.Session, cancellationToken) is { Status: SessionStatus.Ready or SessionStatus.Running } row
                && now >= DelegationRules.TimeLimitOf(call.Child, await SessionLoader.LoadAsync(services.Store, row, cancellationToken), row.OpenedAt))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Asks the runs of all calls under way to end.</summary>
    public async Task CancelAsync(RunState state)
    {
        foreach (var call in state.Pending.Where(c => c.IsUnderWay))
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(new InboxCancel(call.Child!.Run, "the calling run"), InboxJson.Default.InboxCancel);
            var item = new InboxItem(call.Child.Run, call.Child.Session, InboxJson.CancelKind, services.Time.GetUtcNow(), payload);
            await services.Commits.CommitAsync(new Commit { Session = call.Child.Session, Accept = item });
        }
    }
}
