using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Safety.Policy;

namespace Holdfast.Runs;

/// <summary>Autonomy that agents earn by approvals: lists the records, loosens a rule by a person's act, and tightens it again after one fault. Safe for concurrent use.</summary>
public sealed class Autonomy
{
    private const string Itself = "holdfast";

    private readonly IAutonomyStore store;
    private readonly IRunIndex index;
    private readonly AgentCatalog agents;
    private readonly IdSource ids;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<string> channels;

    internal Autonomy(IAutonomyStore store, IRunIndex index, AgentCatalog agents, IdSource ids, TimeProvider time, IReadOnlyList<string> channels)
    {
        this.store = store;
        this.index = index;
        this.agents = agents;
        this.ids = ids;
        this.time = time;
        this.channels = channels;
    }

    /// <summary>Finds records, the one with the newest call first. Counts every approval of those records: for people, not for each call.</summary>
    public async Task<IReadOnlyList<EarnedAutonomy>> ListAsync(AutonomyQuery query, CancellationToken cancellationToken = default)
    {
        var rows = await store.ListAutonomyAsync(query, cancellationToken);
        foreach (var row in rows.Where(static row => row.Allowance is { Stands: false, WithdrawnAt: null }))
        {
            // Whoever committed the fault died before it could say so.
            await WithdrawAfterFaultAsync(row.Id, "A fault was found in its record.", cancellationToken);
        }

        return [.. rows.Select(row => new EarnedAutonomy(row, NeededFor(row)))];
    }

    /// <summary>Returns a record, or null when there is none or it is another tenant's.</summary>
    public async Task<EarnedAutonomy?> FindAsync(Guid record, string? tenant = null, CancellationToken cancellationToken = default) =>
        (await ListAsync(new AutonomyQuery { Record = record, Tenant = tenant, Limit = 1 }, cancellationToken)).SingleOrDefault();

    /// <summary>Lets calls in the range that was really approved run without asking, but for a sample; from the next call on, on every worker.</summary>
    /// <param name="record">The record.</param>
    /// <param name="by">Who does it, 1 to 200 characters.</param>
    /// <param name="askOneIn">One of so many calls still asks, 2 to 1000.</param>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>The record as it stands now.</returns>
    /// <exception cref="HoldfastException"><c>unknown-autonomy</c>; <c>autonomy-not-earned</c>: too few approvals in a row, or no agent has the rule any more; <c>invalid-autonomy</c>.</exception>
    public async Task<EarnedAutonomy> LoosenAsync(Guid record, string by, int askOneIn = 10, string? tenant = null, CancellationToken cancellationToken = default)
    {
        Check(by);
        if (askOneIn is < 2 or > 1000)
        {
            throw new HoldfastException("invalid-autonomy", $"One in {askOneIn} is no sample: give a number from 2 (every other call asks) to 1000.");
        }

        var found = await FindAsync(record, tenant, cancellationToken) ?? throw Unknown(record);
        var row = found.Record;
        if (found.Needed is not { } needed)
        {
            throw new HoldfastException("autonomy-not-earned", $"No agent '{row.Agent}' with such a rule '{row.Rule}' that earns autonomy runs here.");
        }

        if (row.InARow < needed)
        {
            throw new HoldfastException("autonomy-not-earned", $"The rule '{row.Rule}' asks for {needed} approvals in a row without a fault; there are {row.InARow}.");
        }

        var now = time.GetUtcNow();
        var allowance = new AllowanceRow(ids.NewId(now), row.Id, row.Low, row.High, askOneIn, by, now, row.InARow, row.Faults);
        await store.LoosenAsync(row.Tenant, allowance, $"{row.Agent}: {row.Tool} by {row.Rule}, {Covered(allowance, row.Range)}, one in {askOneIn} asks", cancellationToken);
        return await FindAsync(record, tenant, cancellationToken) ?? found;
    }

    /// <summary>Takes back what was loosened: from the next call on every call asks, on every worker. Without effect where nothing is loosened.</summary>
    /// <param name="record">The record.</param>
    /// <param name="by">Who does it, 1 to 200 characters.</param>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>The record as it stands now.</returns>
    /// <exception cref="HoldfastException"><c>unknown-autonomy</c>, <c>invalid-autonomy</c>.</exception>
    public async Task<EarnedAutonomy> WithdrawAsync(Guid record, string by, string? tenant = null, CancellationToken cancellationToken = default)
    {
        Check(by);
        var found = await FindAsync(record, tenant, cancellationToken) ?? throw Unknown(record);
        await store.WithdrawAsync(record, by, "A person withdrew it.", time.GetUtcNow(), onlyAfterFault: false, [], cancellationToken);
        return await FindAsync(record, tenant, cancellationToken) ?? found;
    }

    /// <summary>What a verdict comes to, given what the agent earned. Reads the store only where the agent's own rule asks, and that rule earns.</summary>
    internal async ValueTask<EarnedVerdict> ConsiderAsync(
        RunState state, Agent agent, PendingCall pending, PolicyCall call, RunSituation situation, PolicyVerdict verdict, CancellationToken cancellationToken)
    {
        if (verdict is not { Decision: PolicyDecision.Ask, Source: { EarnsAfter: not null } rule }
            || EarnedRange.Of(rule, call, state.Principal.Tenant, agent.Name) is not { } record)
        {
            return new EarnedVerdict(verdict);
        }

        var allowance = await store.FindAllowanceAsync(record.Id, cancellationToken);
        if (allowance is null || (record.Amount is not null && !(record.Amount >= allowance.Low && record.Amount <= allowance.High)))
        {
            // An allowance whose bounds were erased with a person's data covers no number.
            return new EarnedVerdict(verdict, record);
        }

        if (EarnedAutonomy.IsSampled(state.Run, pending.Number, allowance.AskOneIn))
        {
            return new EarnedVerdict(verdict with { Reason = $"{verdict.Reason} It mostly runs without asking; this is the one in {allowance.AskOneIn} that is looked at." }, record);
        }

        // Whatever else has something to say about the call still says it.
        var rest = ApprovalRules.Consider(state, pending, call.Arguments, ApprovalRules.Demand(agent, state, call, situation, rule));
        if (rest.Decision != PolicyDecision.Allow)
        {
            return new EarnedVerdict(rest, rest is { Decision: PolicyDecision.Ask, Source: { } other } ? EarnedRange.Of(other, call, state.Principal.Tenant, agent.Name) : null);
        }

        var reason = $"{allowance.By} allowed it at {allowance.At:yyyy-MM-dd HH:mm} UTC for {Covered(allowance, record.Range)}, earned by {allowance.Approvals} approvals in a row.";
        return new EarnedVerdict(new PolicyVerdict(PolicyDecision.Allow, "earned", reason), record, allowance);
    }

    /// <summary>A decision on a call of the record was a fault, and is durable.</summary>
    internal Task TightenAsync(Guid record, bool isRejected, CancellationToken cancellationToken) =>
        WithdrawAfterFaultAsync(record, isRejected ? "A call was rejected." : "An approver changed a call.", cancellationToken);

    /// <summary>Somebody found fault with a run, and that is durable.</summary>
    internal async Task TightenAfterFeedbackAsync(Guid run, CancellationToken cancellationToken)
    {
        var rows = await index.ListApprovalsAsync(new ApprovalQuery { Run = run, Limit = 1000 }, cancellationToken);
        foreach (var record in rows.Select(static row => row.Record).OfType<Guid>().Distinct())
        {
            await WithdrawAfterFaultAsync(record, "Feedback found fault with a run.", cancellationToken);
        }
    }

    private Task WithdrawAfterFaultAsync(Guid record, string reason, CancellationToken cancellationToken) =>
        store.WithdrawAsync(record, Itself, reason, time.GetUtcNow(), onlyAfterFault: true, channels, cancellationToken);

    /// <summary>What the newest version of the agent asks for: a record of conditions that it no longer has counts for nothing.</summary>
    private int? NeededFor(AutonomyRow row) =>
        agents.Pinned(row.Agent, "")?.Policy.Rules.FirstOrDefault(rule => EarnedRange.IdOf(rule, row.Tenant, row.Agent, row.Tool, row.Range) == row.Id)?.EarnsAfter;

    private static string Covered(AllowanceRow allowance, string range) => allowance is { Low: { } low, High: { } high }
        ? $"{range.Split(' ')[0]} {EarnedRange.Shown(low)} to {EarnedRange.Shown(high)}" : range;

    private static void Check(string by)
    {
        if (by.Length is 0 or > 200 || by.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new HoldfastException("invalid-autonomy", "A name has 1 to 200 characters in one line.");
        }
    }

    private static HoldfastException Unknown(Guid record) => new("unknown-autonomy", $"There is no record of approvals {record:N}.");
}
