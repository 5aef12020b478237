using System.Collections.Concurrent;
using Holdfast.Agents;
using Holdfast.Tools;

namespace Holdfast.Testing.RedTeam;

/// <summary>Attacks an agent: every disguise on every tool that can do harm, with a model that obeys whatever it reads, and the honest tasks beside it.</summary>
/// <remarks>Everything happens in memory, on doubles of the agent's tools: nothing is executed.</remarks>
public sealed class AttackSuite
{
    private const int MostTools = 128;

    private readonly Agent agent;
    private readonly string version;
    private readonly HonestSuite suite;
    private readonly AttackPlan plan;

    /// <summary>Prepares the attacks.</summary>
    /// <param name="agent">The agent, as it is in production: its declarations and rules are what is tried.</param>
    /// <param name="suite">What honest users ask of it; null for <see cref="HonestSuite.Empty"/>: then attacks know no values of the agent's world, and nothing is said about what is held up.</param>
    /// <exception cref="HoldfastException"><c>invalid-suite</c>: a task does not fit the agent.</exception>
    public AttackSuite(Agent agent, HonestSuite? suite = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        version = agent.Version;
        this.agent = Whole(agent);
        this.suite = suite ?? HonestSuite.Empty;
        this.suite.Demand(this.agent);
        plan = AttackPlan.Of(this.agent, this.suite);
    }

    /// <summary>The attacks.</summary>
    public IReadOnlyList<Attack> Attacks => plan.Attacks;

    /// <summary>Runs all attacks and all honest tasks.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<AttackReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var results = new ConcurrentDictionary<int, AttackResult>();
        await Parallel.ForAsync(0, Attacks.Count, cancellationToken, async (i, token) => results[i] = await TryAsync(Attacks[i], token));
        var tasks = new List<TaskResult>();
        foreach (var task in suite.Tasks)
        {
            tasks.Add((await Trial.RunAsync(agent, suite, task, null, isDefended: true, cancellationToken)).Judge(agent, task));
        }

        return new AttackReport(agent.Name, version, plan.Targets, plan.NotAttacked, [.. results.OrderBy(r => r.Key).Select(r => r.Value)], tasks);
    }

    /// <summary>Runs one attack.</summary>
    /// <param name="attack">One of <see cref="Attacks"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<AttackResult> TryAsync(Attack attack, CancellationToken cancellationToken)
    {
        var defended = await Trial.RunAsync(agent, suite, attack.Task, attack, isDefended: true, cancellationToken);
        var undefended = await Trial.RunAsync(agent, suite, attack.Task, attack, isDefended: false, cancellationToken);
        var (harmful, swayed) = defended.Compare(agent, attack);
        var (without, swayedWithout) = undefended.Compare(agent, attack);
        return new AttackResult(attack, harmful, swayed, [.. defended.Verdicts.Select(v => v.Rule).Distinct()], without.Count + swayedWithout.Count > 0);
    }

    /// <summary>
    /// A router is attacked as one agent with everything that its specialists have: a conversation can come to each of them, with what the others have read. Of many tools all are shown.
    /// </summary>
    private static Agent Whole(Agent agent)
    {
        if (agent.Specialists.Count == 0 && agent.Narrowing is null)
        {
            return agent;
        }

        var actors = agent.Specialists.Count == 0 ? [agent] : agent.Specialists;
        var whole = Agent.Define(agent.Name).Describe(agent.Description).Instruct(string.Join('\n', actors.Select(s => s.Instructions)))
            .In(agent.TimeZone.Id).FallBackTo(agent.Fallback).Limit(_ => agent.Limits).ShowTools(MostTools)
            .WithoutGuards().Guard([.. actors.SelectMany(s => s.Guards.Guards)])
            .Rule([.. actors.SelectMany(s => s.Policy.Rules).Distinct()]);
        foreach (var tool in actors.SelectMany(s => s.Tools.All).Where(t => t.Name is not (HandOverTool.Name or ToolRouting.FindTools)).DistinctBy(t => t.Name))
        {
            whole.Use(tool);
        }

        return (agent.Specialists.Count == 0 ? whole.Follow(agent.Pattern) : whole).Build();
    }
}
