using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Testing;

namespace Holdfast.Tests.Runs;

/// <summary>A runtime in memory around one agent.</summary>
public sealed class RuntimeFixture : IAsyncDisposable
{
    private RuntimeFixture(AgentRuntime runtime, InMemoryStore store)
    {
        Runtime = runtime;
        Store = store;
    }

    public AgentRuntime Runtime { get; }

    public InMemoryStore Store { get; }

    public static Task<RuntimeFixture> StartAsync(Agent agent, ScriptedModel model, AgentRuntimeOptions? options = null, InMemoryStore? store = null, TimeProvider? time = null) =>
        StartAsync(agent, model.AsCatalog(time: time), options, store, time);

    public static async Task<RuntimeFixture> StartAsync(
        Agent agent, ModelCatalog models, AgentRuntimeOptions? options = null, InMemoryStore? store = null, TimeProvider? time = null)
    {
        store ??= new InMemoryStore();
        var runtime = new AgentRuntime(new AgentCatalog([agent]), models, store, options, IdSource.Seeded(1), time);
        await runtime.StartAsync(TestContext.Current.CancellationToken);
        return new RuntimeFixture(runtime, store);
    }

    /// <summary>What happened in a session.</summary>
    public async Task<List<RunEvent>> EventsAsync(Guid session) =>
        [.. (await Store.ReadEventsAsync(session, 1, long.MaxValue, TestContext.Current.CancellationToken)).Select(EventCodec.Decode)];

    /// <summary>Says no to whatever a person is asked about, until the run has ended.</summary>
    public async Task<RunResult> NobodyApprovesAsync(RunResult run)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        while (run.Approval is { } approval)
        {
            await Runtime.Approvals.DecideAsync(approval.Id, new ApprovalDecision(false, "nobody"), cancellationToken: cancellationToken);
            while (run.Approval?.Id == approval.Id)
            {
                run = await Runtime.WaitAsync(run.Run, cancellationToken: cancellationToken);
                await Task.Yield();
            }
        }

        return run;
    }

    public ValueTask DisposeAsync() => Runtime.DisposeAsync();
}
