using Holdfast.Agents.Support;
using Holdfast.Journal;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.People;
using Holdfast.Providers.Offline;
using Holdfast.Runs;
using Holdfast.Testing;

namespace Holdfast.Agents.Tests.Support;

/// <summary>A conversation with the support agent.</summary>
internal sealed class Talk : IAsyncDisposable
{
    private readonly ITestOutputHelper output;
    private readonly AgentRuntime runtime;
    private readonly Guid session;
    private readonly CancellationToken token;

    private Talk(ITestOutputHelper output, AgentRuntime runtime, Guid session, CancellationToken token)
    {
        this.output = output;
        this.runtime = runtime;
        this.session = session;
        this.token = token;
    }

    /// <summary>How the last message was answered.</summary>
    public RunResult Last { get; private set; } = null!;

    /// <summary>Begins a conversation.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="output">Shows what is said.</param>
    /// <param name="user">Who speaks.</param>
    /// <param name="token">Ends it.</param>
    /// <param name="models">The models, or null for the offline model.</param>
    public static async Task<Talk> OpenAsync(Shop shop, ITestOutputHelper output, string user, CancellationToken token, ModelCatalog? models = null)
    {
        var store = new InMemoryStore();
        var bases = new KnowledgeBases(store.Knowledge, null, shop.Time);
        await SupportKnowledge.ApplyAsync(bases, cancellationToken: token);
        var agent = SupportAgent.Create(shop.Store, shop.Options, bases, SupportRouting.Train(token), await shop.Store.ReadProductNamesAsync(token));
        models ??= new ModelCatalog([new ModelEndpoint(new ModelProvider("offline", new ModelProviderOptions(), shop.Time), OfflineChatClient.ModelId, new OfflineChatClient(shop.Time))]);
        var runtime = new AgentRuntime(new AgentCatalog([agent]), models, store, null, IdSource.Seeded(1), shop.Time);
        await runtime.StartAsync(token);
        var opened = await runtime.OpenSessionAsync(SupportAgent.Name, new Principal("default", user, []), cancellationToken: token);
        return new Talk(output, runtime, opened.Id, token);
    }

    public async Task<string> SayAsync(string text)
    {
        var accepted = await runtime.SendAsync(session, text, cancellationToken: token);
        return Heard(text, await runtime.WaitAsync(accepted.Run, cancellationToken: token));
    }

    /// <summary>Decides about what the last run waits for, and returns how it ended.</summary>
    public async Task<string> DecideAsync(bool approve)
    {
        var approval = Last.Approval.ShouldNotBeNull();
        await runtime.Approvals.DecideAsync(approval.Id, new ApprovalDecision(approve, By: "ann"), cancellationToken: token);
        return Heard(approve ? "(approved)" : "(rejected)", await runtime.WaitAsync(Last.Run, untilEnd: true, cancellationToken: token));
    }

    public Task<IReadOnlyList<TicketRow>> TicketsAsync() => runtime.Tickets.ListAsync(new TicketQuery(), token);

    public ValueTask DisposeAsync() => runtime.DisposeAsync();

    private string Heard(string text, RunResult run)
    {
        Last = run;
        output.WriteLine($"> {text}\n[{run.Status} {run.Reason}] {run.Answer}{(run.Error is null ? "" : $" ({run.Error})")}\n");
        return run.Answer ?? "";
    }
}
