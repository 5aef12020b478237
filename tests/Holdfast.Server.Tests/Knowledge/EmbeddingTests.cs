using System.Text;
using Holdfast.Agents;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.Providers;
using Holdfast.Runs;
using Holdfast.Server.MockModel;
using Holdfast.Testing;

namespace Holdfast.Server.Tests.Knowledge;

/// <summary>Embeddings take the way of every model call, over the wire: retries, circuit breaker, ceilings; and words are searched when there are none.</summary>
public sealed class EmbeddingTests
{
    private static readonly ModelPrice Price = new(1000, 0);

    private readonly InMemoryStore store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rate_limit_is_tried_again_and_one_longer_than_allowed_is_not()
    {
        await using var mock = await StartAsync(TimeSpan.FromMilliseconds(20));
        using var wire = new FaultyConnection();
        var bases = Bases(mock, wire, new ModelProviderOptions { RetryDelays = [TimeSpan.FromMilliseconds(1)], MaxRetryAfter = TimeSpan.FromMilliseconds(50) });
        await FillAsync(bases);

        wire.Faults = ["429"];
        wire.Sent = 0;
        var found = await SearchAsync(bases);
        found.OnlyWords.ShouldBeNull();
        found.Hits[0].Similarity.ShouldNotBeNull();
        wire.Sent.ShouldBe(2);

        await using var strict = await StartAsync(TimeSpan.FromSeconds(1));
        wire.Faults = ["429"];
        wire.Sent = 0;
        found = await SearchAsync(Bases(strict, wire, new ModelProviderOptions { RetryDelays = [TimeSpan.FromMilliseconds(1)], MaxRetryAfter = TimeSpan.FromMilliseconds(50) }));
        wire.Sent.ShouldBe(1, "the provider asks for more patience than there is");
        found.OnlyWords.ShouldNotBeNull().ShouldContain("429");
        found.Hits.ShouldHaveSingleItem().Similarity.ShouldBeNull();
    }

    [Fact]
    public async Task A_dead_provider_is_skipped_and_words_are_found_without_it()
    {
        await using var mock = await StartAsync();
        using var wire = new FaultyConnection();
        var bases = Bases(mock, wire, new ModelProviderOptions { RetryDelays = [] });
        await FillAsync(bases);

        wire.Faults = null;
        wire.Sent = 0;
        for (var i = 0; i < 5; i++)
        {
            (await SearchAsync(bases)).Hits.ShouldHaveSingleItem();
        }

        var found = await SearchAsync(bases);
        wire.Sent.ShouldBe(5, "the breaker is open");
        found.OnlyWords.ShouldNotBeNull().ShouldContain("circuit breaker");
        found.Hits.ShouldHaveSingleItem().TextScore.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_a_run_searches_by_meaning_is_charged_to_it()
    {
        await using var mock = await StartAsync();
        using var wire = new FaultyConnection();
        var bases = Bases(mock, wire);
        await FillAsync(bases);

        var result = await AskAsync(bases, mock, wire, l => l with { RunCost = 1m });

        (await UsedAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(u => u.Calls.ShouldBe(1), u => u.InputTokens.ShouldBe(3), u => u.CostNanos.ShouldBe(3 * 1_000_000));
        result.Cost.ShouldBe(0.003m);
        result.Answer.ShouldNotBeNull().ShouldNotContain("Only words");
    }

    [Fact]
    public async Task What_a_run_found_by_words_alone_because_the_provider_failed_is_told_and_in_its_record()
    {
        await using var mock = await StartAsync();
        using var wire = new FaultyConnection();
        var bases = Bases(mock, wire, new ModelProviderOptions { RetryDelays = [] });
        await FillAsync(bases);
        wire.Faults = null;

        var result = await AskAsync(bases, mock, wire, l => l);

        result.Reason.ShouldBe(TerminationReason.Completed);
        result.Answer.ShouldNotBeNull().ShouldContain("Only words were searched");
        result.Error.ShouldNotBeNull().ShouldContain("503");
        (await UsedAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(u => u.Calls.ShouldBe(1), u => u.CostNanos.ShouldBe(0));
    }

    [Fact]
    public async Task A_run_whose_budget_has_no_room_searches_words_and_says_so()
    {
        await using var mock = await StartAsync();
        using var wire = new FaultyConnection();
        var bases = Bases(mock, wire);
        await FillAsync(bases);
        wire.Sent = 0;

        var result = await AskAsync(bases, mock, wire, l => l with { RunCost = 0.0001m });

        wire.Sent.ShouldBe(0);
        result.Reason.ShouldBe(TerminationReason.Completed);
        result.Answer.ShouldNotBeNull().ShouldSatisfyAllConditions(a => a.ShouldContain("30 days"), a => a.ShouldContain("Only words were searched"));
        (await UsedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Documents_are_charged_to_the_tenants_day_and_wait_for_their_vectors_when_it_is_spent()
    {
        await using var mock = await StartAsync();
        using var wire = new FaultyConnection();
        decimal? ceiling = 0.001m;
        var catalog = Catalog(mock, wire, new ModelProviderOptions());
        var bases = new KnowledgeBases(store.Knowledge, catalog) { Budget = new KnowledgeBudget(store, () => ceiling) };
        await bases.SaveAsync("acme", "handbook", cancellationToken: Token);

        (await PutAsync(bases)).Embedded.ShouldBeFalse();
        wire.Sent.ShouldBe(0);
        ceiling = 1m;
        (await PutAsync(bases)).Embedded.ShouldBeTrue();
        (await store.ReadAsync($"tenant/acme/{DateTimeOffset.UtcNow:yyyy-MM-dd}", Token)).SpentNanos.ShouldBeGreaterThan(0);
    }

    private async Task<IEnumerable<CostRow>> UsedAsync() =>
        (await store.SumCostsAsync(new CostQuery(null, null, null, "purpose"), Token)).Where(row => row.Group == Purposes.Embed);

    private static Task<MockModelServer> StartAsync(TimeSpan? retryAfter = null) =>
        MockModelServer.StartAsync(new MockModelOptions { RetryAfter = retryAfter ?? TimeSpan.FromSeconds(1) }, Token);

    private static ModelCatalog Catalog(MockModelServer mock, FaultyConnection wire, ModelProviderOptions options)
    {
        var local = new ProviderOptions { Name = "local", BaseUrl = new Uri(mock.BaseUrl, "v1"), ApiKey = "mock-key" };
        var mind = new ScriptedModel(turn => turn.Results.Count == 0 ? ScriptedReply.Call("search_handbook", """{"query":"shoes return"}""") : new ScriptedReply(turn.Results[^1]));
        return new ModelCatalog([new ModelEndpoint(new ModelProvider("chat"), "chat", mind)])
        {
            Embeddings = new EmbeddingEndpoint(new ModelProvider("local", options), "embedder", EmbeddingGenerators.Create(local, "embedder", wire.Http), Price),
        };
    }

    private KnowledgeBases Bases(MockModelServer mock, FaultyConnection wire, ModelProviderOptions? options = null) =>
        new(store.Knowledge, Catalog(mock, wire, options ?? new ModelProviderOptions()));

    private static async Task FillAsync(KnowledgeBases bases)
    {
        await bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        (await PutAsync(bases)).Embedded.ShouldBeTrue();
    }

    private static Task<KnowledgePut> PutAsync(KnowledgeBases bases) => bases.PutAsync(
        "acme", "handbook", new KnowledgeSource { Path = "a.txt", Content = Encoding.UTF8.GetBytes("Shoes go back within 30 days."), MediaType = "text/plain" }, Token);

    private static Task<KnowledgeResults> SearchAsync(KnowledgeBases bases) => bases.SearchAsync("acme", "handbook", new KnowledgeQuery { Text = "shoes" }, Token);

    private async Task<RunResult> AskAsync(KnowledgeBases bases, MockModelServer mock, FaultyConnection wire, Func<AgentLimits, AgentLimits> limit)
    {
        var agent = Agent.Define("shop").Knows(bases, "handbook", "the shop", trusted: true).Limit(limit).Build();
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), Catalog(mock, wire, new ModelProviderOptions()), store);
        await runtime.StartAsync(Token);
        return await runtime.RunAsync("shop", "How long for shoes?", new Principal("acme", "ann", []), Token);
    }

    /// <summary>A connection that asks the mock for faults: those listed, one for each request; null for all.</summary>
    private sealed class FaultyConnection : DelegatingHandler
    {
        public FaultyConnection()
            : base(new SocketsHttpHandler())
        {
            Http = new HttpMessageInvoker(this, disposeHandler: false);
        }

        public HttpMessageInvoker Http { get; }

        public Queue<string>? Queue { get; private set; } = new();

        public string[]? Faults
        {
            set => Queue = value is null ? null : new Queue<string>(value);
        }

        public int Sent { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent++;
            if (Queue is null || Queue.Count > 0)
            {
                request.Headers.Add(MockEndpoint.FaultHeader, Queue?.Dequeue() ?? "503");
            }

            return base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            Http.Dispose();
            base.Dispose(disposing);
        }
    }
}
