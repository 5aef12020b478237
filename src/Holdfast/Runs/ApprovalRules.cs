using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs.Events;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>How approvals change a run's state, and what of them holds for a call. Pure.</summary>
internal static class ApprovalRules
{
    /// <summary>Rules of the labels themselves: whoever grants them once would let in whatever is injected next.</summary>
    private static readonly HashSet<string> NeverGranted = ["label", "intent", "named", "repeated", "destructive", "audience"];

    public static RunState Apply(RunState state, ApprovalRequested e, DateTimeOffset at) => state with
    {
        // Nothing is under way while people are asked.
        HandedOver = true,
        Approval = new PendingApproval(e.Approval, e.Call, e.Digest, e.Rule, e.Reason, at, e.ExpiresAt)
        {
            RemindAt = e.RemindAt,
            Required = e.Required,
            Role = e.Role,
            Preview = e.Preview,
            Record = e.Record,
            Range = e.Range,
            Amount = e.Amount,
        },
    };

    public static RunState Apply(RunState state, ApprovalDecided e, DateTimeOffset at)
    {
        if (state.Approval is not { Status: ApprovalStatus.Pending } approval || approval.Id != e.Approval)
        {
            return state;
        }

        // Whoever approved other arguments did not approve these.
        var before = e.Arguments is null ? approval.ApprovedBy : [];
        var approvers = e.Approved ? before.Add(e.By) : before;
        var required = Math.Max(approval.Required, e.Required);
        var status = !e.Approved ? ApprovalStatus.Rejected : approvers.Length >= required ? ApprovalStatus.Approved : ApprovalStatus.Pending;
        var decided = approval with
        {
            Digest = e.Digest ?? approval.Digest,
            Preview = e.Arguments is null ? approval.Preview : null,
            EditedAt = e.Digest is null || e.Digest == approval.Digest ? approval.EditedAt : at,
            Required = required,
            Role = e.Role ?? approval.Role,
            ApprovedBy = approvers,
            Decisions = approval.Decisions + 1,
            DecidedBy = e.By,
            Note = e.Reason,
            Status = status,
        };
        var index = IndexOf(state, approval.Call);
        var pending = e.Arguments is null || index < 0 ? state.Pending : state.Pending.SetItem(index, state.Pending[index] with { Arguments = e.Arguments, Edited = true });
        return state with
        {
            Approval = decided,
            Pending = pending,
            Grants = e.Granted && status == ApprovalStatus.Approved && index >= 0 ? state.Grants.Add(new Grant(pending[index].Name, approval.Rule, e.By, at)) : state.Grants,
            Waited = status == ApprovalStatus.Pending ? state.Waited : state.Waited + (at - approval.RequestedAt),
        };
    }

    public static RunState Expire(RunState state, ApprovalExpired e, DateTimeOffset at) => state.Approval is { Status: ApprovalStatus.Pending } approval && approval.Id == e.Approval
        ? state with
        {
            Approval = approval with { Status = ApprovalStatus.Expired },
            Waited = state.Waited + (at - approval.RequestedAt),
            Lapsed = $"{(IndexOf(state, approval.Call) is >= 0 and var index ? state.Pending[index].Name : "A call")} waited for an approval, and nobody decided in time. {approval.Reason}",
        }
        : state;

    /// <summary>A call is finished: what people said about it was for this once.</summary>
    public static RunState Used(RunState state, PendingCall call, ToolOutcome outcome)
    {
        if (state.Approval is { } approval && approval.Call == call.Id)
        {
            state = state with { Approval = null };
        }

        if (state.Confirmed is { } confirmed && outcome != ToolOutcome.Refused)
        {
            using var arguments = JsonDocument.Parse(call.Arguments.Length == 0 ? "{}" : call.Arguments);
            state = confirmed == ActionOf(state, call, arguments.RootElement) ? state with { Confirmed = null } : state;
        }

        return state;
    }

    /// <summary>The id of the approval of a call: always the same, so that it is asked for once.</summary>
    public static Guid IdOf(RunState state, PendingCall call) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{state.Run:N}-{call.Number}-approval")).AsSpan(0, 16));

    public static string DigestOf(RunState state, PendingCall call, JsonElement arguments) =>
        ApprovalDigest.Of(state.Principal, state.Session, state.Run, call.Id, call.Name, arguments);

    /// <summary>The digest of an action whichever run and call makes it: what a user confirms.</summary>
    public static string ActionOf(RunState state, PendingCall call, JsonElement arguments) =>
        ApprovalDigest.Of(state.Principal, state.Session, Guid.Empty, "", call.Name, arguments);

    /// <summary>What policy demands for a call. Where people allowed a rule's question for this session, what else has something to say about the call still says it.</summary>
    public static PolicyVerdict Demand(Agent agent, RunState state, PolicyCall call, RunSituation situation, PolicyRule? loosened = null)
    {
        var verdict = agent.Policy.Decide(call, situation, loosened);
        if (verdict.Decision != PolicyDecision.Ask || !state.Grants.Any(g => g.Tool == call.Tool.Name && g.Rule == verdict.Rule))
        {
            return verdict;
        }

        var rest = agent.Policy.Decide(call, situation, loosened, [.. state.Grants.Where(g => g.Tool == call.Tool.Name).Select(static g => g.Rule)]);
        return rest.Decision == PolicyDecision.Allow ? verdict : rest;
    }

    /// <summary>What policy's verdict comes to, given what people said: a decision on exactly this call, a plain yes to exactly this action, a grant.</summary>
    public static PolicyVerdict Consider(RunState state, PendingCall call, JsonElement arguments, PolicyVerdict verdict)
    {
        if (verdict.Decision is PolicyDecision.Allow or PolicyDecision.Deny)
        {
            return verdict;
        }

        if (state.Approval is { } approval && approval.Call == call.Id)
        {
            return approval.Status switch
            {
                ApprovalStatus.Approved when approval.Digest == DigestOf(state, call, arguments) && approval.ApprovedBy.Length >= verdict.Approvers =>
                    new PolicyVerdict(PolicyDecision.Allow, "approved", $"Approved by {string.Join(" and ", approval.ApprovedBy)}."),
                ApprovalStatus.Approved => new PolicyVerdict(PolicyDecision.Deny, "approval", "What was approved is not what would be carried out."),
                ApprovalStatus.Expired => new PolicyVerdict(PolicyDecision.Deny, "approval-expired", "A person had to approve it, and nobody decided in time."),
                _ => new PolicyVerdict(PolicyDecision.Deny, "approval-rejected", $"A person looked at it and said no{(approval.Note is { Length: > 0 } note ? $": {note}" : "")}."),
            };
        }

        if (verdict.Decision == PolicyDecision.Confirm)
        {
            return state.Confirmed is { } confirmed && confirmed == ActionOf(state, call, arguments)
                ? new PolicyVerdict(PolicyDecision.Allow, "confirmed", "The user said yes to exactly this.")
                : verdict;
        }

        return state.Grants.FirstOrDefault(g => g.Tool == call.Name && g.Rule == verdict.Rule) is { } grant
            ? new PolicyVerdict(PolicyDecision.Allow, "granted", $"{grant.By} allowed it for this session.")
            : verdict;
    }

    /// <summary>Whether a person may allow a rule's question for the rest of the session.</summary>
    public static bool MayGrant(string rule) => !NeverGranted.Contains(rule);

    /// <summary>The question that a user confirms: the tool and its arguments as they are, in Holdfast's words.</summary>
    public static string QuestionOf(PendingCall call, JsonElement arguments)
    {
        var text = new StringBuilder("Please confirm: ").Append(call.Name.Replace('_', ' '));
        var separator = " with ";
        foreach (var argument in arguments.EnumerateObject())
        {
            var value = argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString()!.ReplaceLineEndings(" ") : argument.Value.GetRawText();
            text.Append(separator).Append(argument.Name.Replace('_', ' ')).Append(" '").Append(value.Length <= 200 ? value : value[..200] + "…").Append('\'');
            separator = ", ";
        }

        return text.Append(". Reply 'yes' to go ahead; anything else leaves it undone.").ToString();
    }

    /// <summary>What the user is told while people decide.</summary>
    public static string NoticeOf(string tool, DateTimeOffset expiresAt) =>
        $"A person has to look at this before I can go on ({tool.Replace('_', ' ')}). You need not do anything: I will answer here once it is decided, {expiresAt:yyyy-MM-dd HH:mm} UTC at the latest.";

    /// <summary>The row of the run's approval as it stands.</summary>
    public static ApprovalRow RowOf(RunState state, PendingApproval approval)
    {
        var index = IndexOf(state, approval.Call);
        var call = index < 0 ? null : state.Pending[index];
        return new ApprovalRow
        {
            Id = approval.Id,
            Session = state.Session,
            Run = state.Run,
            Parent = state.CalledBy?.Run,
            Tenant = state.Principal.Tenant,
            User = state.Principal.User,
            Agent = state.Agent,
            Tool = call?.Name ?? "",
            Arguments = call?.Arguments ?? "{}",
            Preview = approval.Preview,
            Rule = approval.Rule,
            Reason = approval.Reason,
            Digest = approval.Digest,
            Role = approval.Role,
            Required = approval.Required,
            ApprovedBy = approval.ApprovedBy,
            Decisions = approval.Decisions,
            Status = approval.Status,
            Record = approval.Record,
            Range = approval.Range,
            Amount = approval.Amount,
            EditedAt = approval.EditedAt,
            RequestedAt = approval.RequestedAt,
            ExpiresAt = approval.ExpiresAt,
            DecidedAt = approval.Status == ApprovalStatus.Pending ? null : state.Now,
            DecidedBy = approval.DecidedBy,
            Note = approval.Note,
        };
    }

    /// <summary>The row of a call that nobody had to be asked about: it is there to be looked at, and to be found when its run is corrected.</summary>
    public static ApprovalRow UnaskedRowOf(RunState state, PendingCall call, JsonElement arguments, PolicyVerdict verdict, EarnedRange record, string rule) => new()
    {
        Id = IdOf(state, call),
        Session = state.Session,
        Run = state.Run,
        Parent = state.CalledBy?.Run,
        Tenant = state.Principal.Tenant,
        User = state.Principal.User,
        Agent = state.Agent,
        Tool = call.Name,
        Arguments = call.Arguments.Length == 0 ? "{}" : call.Arguments,
        Rule = rule,
        Reason = verdict.Reason,
        Digest = DigestOf(state, call, arguments),
        Status = ApprovalStatus.Earned,
        Record = record.Id,
        Range = record.Range,
        Amount = record.Amount,
        RequestedAt = state.Now,
        ExpiresAt = state.Now,
        DecidedAt = state.Now,
    };

    private static int IndexOf(RunState state, string call)
    {
        var index = state.Pending.Length - 1;
        while (index >= 0 && state.Pending[index].Id != call)
        {
            index--;
        }

        return index;
    }
}
