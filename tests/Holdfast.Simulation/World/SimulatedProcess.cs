using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.People;
using Holdfast.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Simulation.World;

/// <summary>A simulated process: a runtime on a store that falls silent when its life is over.</summary>
internal sealed class SimulatedProcess : IAsyncDisposable
{
    private SimulatedProcess(AgentRuntime runtime, Life life)
    {
        Runtime = runtime;
        Life = life;
    }

    public AgentRuntime Runtime { get; }

    public Life Life { get; }

    public static async Task<SimulatedProcess> StartAsync(
        IJournalStore store, Agent agent, ModelCatalog models, Life life, TimeProvider time, Action<AgentRuntimeOptions>? configure = null, Func<string, Func<Task>, Task>? around = null)
    {
        var options = new AgentRuntimeOptions { PollInterval = TimeSpan.FromMilliseconds(20) };
        configure?.Invoke(options);
        var runtime = new AgentRuntime(new AgentCatalog([agent]), models, new InterceptedStore(store, around ?? life.AroundAsync), options, time: time, logger: NullLogger<AgentRuntime>.Instance);
        await runtime.StartAsync();
        return new SimulatedProcess(runtime, life);
    }

    /// <summary>Accepts a message as a careful client sends it: under keys, so that it may be sent again.</summary>
    public async Task<RunResult> AskAsync(string user, string text, string key, CancellationToken cancellationToken)
    {
        var session = await Runtime.OpenSessionAsync(
            Runtime.Agents.All[0].Name, new Principal("default", user, []), idempotencyKey: key + "/session", cancellationToken: cancellationToken);
        var accepted = await Runtime.SendAsync(session.Id, text, new SendOptions { IdempotencyKey = key }, cancellationToken);
        return await Runtime.WaitAsync(accepted.Run, cancellationToken: cancellationToken);
    }

    /// <summary>Decides what a run asks a person for, until it ends, as a careful person does: again where it is not known whether that was heard. Returns the end.</summary>
    public async Task<RunResult> DecideAsync(RunResult run, bool approve, CancellationToken cancellationToken)
    {
        while (run.Approval is { } approval)
        {
            try
            {
                await Runtime.Approvals.DecideAsync(approval.Id, new ApprovalDecision(approve, "ann"), cancellationToken: cancellationToken);
            }
            catch (HoldfastException e) when (e.Code == "approval-decided")
            {
                // Heard before a process died.
            }

            run = await Runtime.WaitAsync(run.Run, untilEnd: true, cancellationToken: cancellationToken);
        }

        return run;
    }

    /// <summary>A dead process does nothing any more, not even this; and one that lives may die of it, at what it still had to do after its answer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Life.IsOver)
        {
            await await Task.WhenAny(Runtime.DisposeAsync().AsTask(), Life.Death);
        }
    }
}
