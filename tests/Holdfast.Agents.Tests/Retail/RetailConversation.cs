using Holdfast.Runs;
using Holdfast.Safety.Labels;
using Holdfast.Testing;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>A user talks to the retail agent, whose model is scripted; the runtime may be ended and started anew in between.</summary>
internal sealed class RetailConversation : IAsyncDisposable
{
    private readonly ScriptedModel model;
    private readonly Integrity returns;
    private AgentRuntime runtime;
    private Guid session;

    private RetailConversation(RetailDatabase database, ScriptedModel model, Integrity returns)
    {
        Database = database;
        this.model = model;
        this.returns = returns;
        runtime = Runtime();
    }

    public RetailDatabase Database { get; }

    public InMemoryStore Store { get; } = new();

    public Guid Session => session;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RetailConversation> StartAsync(RetailDatabase database, Func<ScriptedTurn, ScriptedReply> mind, Integrity returns = Integrity.Trusted)
    {
        var conversation = new RetailConversation(database, new ScriptedModel(mind), returns);
        await conversation.runtime.StartAsync(Token);
        conversation.session = (await conversation.runtime.OpenSessionAsync("retail", cancellationToken: Token)).Id;
        return conversation;
    }

    public async Task<RunResult> SayAsync(string text, string? key = null)
    {
        var accepted = await SendAsync(text, key);
        return await runtime.WaitAsync(accepted.Run, cancellationToken: Token);
    }

    public Task<AcceptedRun> SendAsync(string text, string? key = null) =>
        runtime.SendAsync(session, text, new SendOptions { IdempotencyKey = key }, Token);

    public Task<RunResult> WaitAsync(AcceptedRun run) => runtime.WaitAsync(run.Run, cancellationToken: Token);

    /// <summary>Another process takes over.</summary>
    public async Task RestartAsync()
    {
        await runtime.DisposeAsync();
        runtime = Runtime();
        await runtime.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await runtime.DisposeAsync();
        await Store.DisposeAsync();
    }

    private AgentRuntime Runtime() => new(new AgentCatalog([RetailAgent.Create(Database, returns)]), model.AsCatalog(), Store);
}
