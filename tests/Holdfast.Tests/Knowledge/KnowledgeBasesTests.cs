using System.Text;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.Testing;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Knowledge;

public sealed class KnowledgeBasesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("holdfast-knowledge-");
    private readonly InMemoryStore store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_base_mirrors_a_folder_and_touches_only_what_changed()
    {
        var model = new FailingVectors();
        var bases = new KnowledgeBases(store.Knowledge, Embedding(model));
        Write("a.md", "# Shoes\n\nred");
        Write("sub/b.html", "<h1>Hats</h1><p>blue</p>");
        Write("c.txt", "plain");
        Write("image.png", "no text");
        Write(".hidden.md", "hidden");
        Write("broken.pdf", "no pdf");

        var first = await bases.IngestFolderAsync("t", "docs", folder.FullName, Token);
        first.ShouldSatisfyAllConditions(r => r.Added.ShouldBe(3), r => r.Removed.ShouldBe(0), r => r.Embedded.ShouldBeTrue());
        first.Refused.ShouldHaveSingleItem().ShouldContain("broken.pdf");
        (await bases.ListDocumentsAsync("t", "docs", cancellationToken: Token)).Select(d => d.Path).ShouldBe(["a.md", "c.txt", "sub/b.html"]);
        var version = (await bases.FindAsync("t", "docs", Token)).Version;
        var embedded = model.Embedded;

        (await bases.IngestFolderAsync("t", "docs", folder.FullName, Token)).Unchanged.ShouldBe(3);
        (await bases.FindAsync("t", "docs", Token)).Version.ShouldBe(version);
        model.Embedded.ShouldBe(embedded);

        Write("a.md", "# Shoes\n\ngreen");
        File.Delete(Path.Combine(folder.FullName, "c.txt"));
        var next = await bases.IngestFolderAsync("t", "docs", folder.FullName, Token);
        next.ShouldSatisfyAllConditions(r => r.Added.ShouldBe(0), r => r.Changed.ShouldBe(1), r => r.Unchanged.ShouldBe(1), r => r.Removed.ShouldBe(1));
        model.Embedded.ShouldBe(embedded + 1);
        (await Should.ThrowAsync<HoldfastException>(() => bases.IngestFolderAsync("t", "docs", folder.FullName + "x", Token))).Code.ShouldBe("unknown-folder");
    }

    [Fact]
    public async Task A_model_that_fails_costs_the_meaning_and_not_the_words()
    {
        var model = new FailingVectors { Fails = true };
        var bases = new KnowledgeBases(store.Knowledge, Embedding(model));
        await bases.SaveAsync("t", "docs", cancellationToken: Token);

        (await bases.PutAsync("t", "docs", Source("a.txt", "red shoes"), Token)).ShouldBe(new KnowledgePut(true, false));
        (await bases.SearchAsync("t", "docs", new KnowledgeQuery { Text = "shoes" }, Token)).Hits.ShouldHaveSingleItem().Similarity.ShouldBeNull();
        model.Fails = false;
        (await bases.PutAsync("t", "docs", Source("a.txt", "red shoes"), Token)).ShouldBe(new KnowledgePut(false, true), "what was left is embedded");
        (await bases.SearchAsync("t", "docs", new KnowledgeQuery { Text = "shoes" }, Token)).Hits[0].Similarity.ShouldNotBeNull();
        model.Fails = true;
        (await bases.SearchAsync("t", "docs", new KnowledgeQuery { Text = "shoes" }, Token)).Hits[0].Similarity.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_named_wrongly_is_refused_with_the_rule()
    {
        var bases = new KnowledgeBases(store.Knowledge);
        await bases.SaveAsync("t", "docs", cancellationToken: Token);
        await RefusedAsync(() => bases.SaveAsync("t", "My Docs"));
        await RefusedAsync(() => bases.SaveAsync("t", ""));
        await RefusedAsync(() => bases.SaveAsync("t", "docs", new string('x', 501)));
        foreach (var source in new[]
        {
            Source("", "x"), Source(" a", "x"), Source("a\nb", "x"), Source(new string('a', 501), "x"), Source("\U0001F600", "x"), Source("a", "x") with { Tags = ["Big"] }, Source("a", "x") with { Tags = ["a b"] },
            Source("a", "x") with { Metadata = new Dictionary<string, string> { ["k=y"] = "v" } }, Source("a", "x") with { Metadata = new Dictionary<string, string> { ["k"] = "v\nw=1" } }, Source("a", "x") with { Title = "" },
        })
        {
            await RefusedAsync(() => bases.PutAsync("t", "docs", source));
        }

        await RefusedAsync(() => bases.SearchAsync("t", "docs", new KnowledgeQuery { Text = " " }));
        await RefusedAsync(() => bases.SearchAsync("t", "docs", new KnowledgeQuery { Text = new string('x', 20_001) }));
        await RefusedAsync(() => bases.SearchAsync("t", "docs", new KnowledgeQuery { Text = "x", Limit = 0 }));

        static async Task RefusedAsync(Func<Task> act) => (await Should.ThrowAsync<HoldfastException>(act)).Code.ShouldBe("invalid-knowledge");
    }

    private static KnowledgeSource Source(string path, string text) => new() { Path = path, Content = Encoding.UTF8.GetBytes(text), MediaType = "text/plain" };

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static ModelCatalog Embedding(IEmbeddingGenerator<string, Embedding<float>> model) => new([new ModelEndpoint(new ModelProvider("none"), "none", ScriptedModel.Of(new ScriptedReply(".")))])
    {
        Embeddings = new EmbeddingEndpoint(new ModelProvider("test"), "m", model),
    };

    private sealed class FailingVectors : IEmbeddingGenerator<string, Embedding<float>>
    {
        public bool Fails { get; set; }

        public int Embedded { get; private set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var vectors = values.Select(text => new Embedding<float>(new float[] { text.Length, 1 })).ToList();
            Embedded += vectors.Count;
            return Fails ? throw new ModelException(ErrorCategory.Auth, "wrong key") : Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(vectors));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
