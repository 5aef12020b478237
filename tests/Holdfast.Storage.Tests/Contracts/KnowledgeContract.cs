using System.Text;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.Testing;
using Microsoft.Extensions.AI;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Knowledge bases: what is put in is found with where it stands, changes are counted once, and tenants see their own only.</summary>
public abstract class KnowledgeContract : StoreContract
{
    private const string Handbook = """
        # Returns

        ## Europe

        Shoes may be sent back within 30 days after delivery. The customer pays the parcel.

        ## Overseas

        Nothing may be sent back from overseas, but damaged goods are replaced.
        """;

    private KnowledgeBases? bases;

    private IKnowledgeStore Store => Of(Journal);

    /// <summary>One for the whole test: what it keeps in memory must follow what is changed.</summary>
    private KnowledgeBases Bases => bases ??= new KnowledgeBases(Store);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passage_is_found_by_its_words_with_the_place_where_it_stands()
    {
        await Bases.SaveAsync("acme", "handbook", "the shop's rules", Token);
        await PutAsync("returns.md", Handbook);
        await PutAsync("hours.txt", "We are open from nine to five, on Sundays never.", "text/plain");

        var found = await SearchAsync("How many days do I have to send shoes back?");

        found.Version.ShouldBe(2);
        var hit = found.Hits[0];
        hit.ShouldSatisfyAllConditions(
            h => h.Path.ShouldBe("returns.md"),
            h => h.Title.ShouldBe("Returns"),
            h => h.Heading.ShouldBe("Returns › Europe"),
            h => h.TextScore!.Value.ShouldBeGreaterThan(0),
            h => h.Coverage.ShouldBeInRange(0.5, 1),
            h => h.Similarity.ShouldBeNull());
        (await Bases.ReadTextAsync("acme", "handbook", "returns.md", Token))[hit.Start..hit.End].ShouldBe(hit.Text);
        hit.Text.ShouldContain("within 30 days");
        found.Hits.Select(h => h.Score).ShouldBeInOrder(SortDirection.Descending);
        (await SearchAsync("weather in Lisbon")).Hits.ShouldBeEmpty();
        (await SearchAsync("the and of")).Hits.ShouldBeEmpty("only stop words");
    }

    [Fact]
    public async Task Only_what_changed_is_written_and_each_change_makes_the_next_version()
    {
        await Bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        (await PutAsync("returns.md", Handbook)).ShouldBe(new KnowledgePut(true, true));
        (await PutAsync("returns.md", Handbook)).ShouldBe(new KnowledgePut(false, true));
        var first = await BaseAsync();
        first.ShouldSatisfyAllConditions(b => b.Version.ShouldBe(1), b => b.Documents.ShouldBe(1), b => b.Chunks.ShouldBe(2));

        (await PutAsync("returns.md", Handbook.Replace("30 days", "14 days"))).Changed.ShouldBeTrue();
        (await SearchAsync("days to send back shoes")).Hits[0].Text.ShouldContain("14 days");
        (await SearchAsync("30")).Hits.ShouldBeEmpty();
        (await PutAsync("returns.md", Handbook, tags: ["europe"])).Changed.ShouldBeTrue("its tags are part of it");

        await Bases.RemoveDocumentAsync("acme", "handbook", "returns.md", Token);
        (await BaseAsync()).ShouldSatisfyAllConditions(b => b.Version.ShouldBe(4), b => b.Documents.ShouldBe(0), b => b.Chunks.ShouldBe(0));
        (await SearchAsync("shoes")).Hits.ShouldBeEmpty();
        (await Should.ThrowAsync<HoldfastException>(() => Bases.RemoveDocumentAsync("acme", "handbook", "returns.md", Token))).Code.ShouldBe("unknown-document");
        (await BaseAsync()).Version.ShouldBe(4);
    }

    [Fact]
    public async Task The_counts_of_terms_are_those_of_what_is_there()
    {
        await Bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        await Bases.SaveAsync("acme", "fresh", cancellationToken: Token);
        for (var round = 0; round < 3; round++)
        {
            await PutAsync("a.md", $"# Shoes {round}\n\nred shoes and blue shoes, round {round}");
            await PutAsync("b.md", $"hats {round}");
        }

        await Bases.RemoveDocumentAsync("acme", "handbook", "b.md", Token);
        await PutAsync("a.md", "# Shoes 2\n\nred shoes and blue shoes, round 2", into: "fresh");

        string[] terms = ["shoe", "red", "blue", "round", "hat", "0", "1", "2"];
        var (grown, fresh) = (await Store.ReadTermsAsync((await BaseAsync()).Id, terms, Token), await Store.ReadTermsAsync((await BaseAsync("fresh")).Id, terms, Token));

        grown.ChunksWith.Where(t => t.Value != 0).OrderBy(t => t.Key).ShouldBe(fresh.ChunksWith.Where(t => t.Value != 0).OrderBy(t => t.Key));
        fresh.ChunksWith["shoe"].ShouldBe(1);
        (grown.Chunks, grown.TitleTerms, grown.HeadingTerms, grown.BodyTerms).ShouldBe((fresh.Chunks, fresh.TitleTerms, fresh.HeadingTerms, fresh.BodyTerms));
    }

    [Fact]
    public async Task A_base_belongs_to_its_tenant()
    {
        await Bases.SaveAsync("acme", "handbook", "ours", Token);
        await Bases.SaveAsync("other", "handbook", "theirs", Token);
        await PutAsync("returns.md", Handbook);
        await Bases.PutAsync("other", "handbook", Source("secret.md", "shoes of the other tenant are sent back within 99 days"), Token);

        (await SearchAsync("shoes")).Hits.ShouldHaveSingleItem().Path.ShouldBe("returns.md");
        (await Bases.ListDocumentsAsync("acme", "handbook", cancellationToken: Token)).ShouldHaveSingleItem().Path.ShouldBe("returns.md");
        (await Bases.ListAsync("acme", Token)).ShouldHaveSingleItem().Description.ShouldBe("ours");
        (await Should.ThrowAsync<HoldfastException>(() => Bases.ReadTextAsync("acme", "handbook", "secret.md", Token))).Code.ShouldBe("unknown-document");
        (await Should.ThrowAsync<HoldfastException>(() => Bases.FindAsync("nobody", "handbook", Token))).Code.ShouldBe("unknown-knowledge-base");

        await Bases.RemoveAsync("acme", "handbook", Token);
        (await Bases.ListAsync("acme", Token)).ShouldBeEmpty();
        (await Bases.SearchAsync("other", "handbook", new KnowledgeQuery { Text = "shoes" }, Token)).Hits.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Filters_let_through_what_has_all_that_they_ask_for()
    {
        await Bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        await PutAsync("eu/de.txt", "shoes de", tags: ["eu", "de"], metadata: new() { ["lang"] = "de", ["a"] = "1%" });
        await PutAsync("eu/fr.txt", "shoes fr", tags: ["eu", "fr"], metadata: new() { ["lang"] = "fr" });
        await PutAsync("us_x.txt", "shoes us", tags: ["us", "eu2"]);

        (await PathsAsync(new KnowledgeFilter { Path = "eu/" })).ShouldBe(["eu/de.txt", "eu/fr.txt"]);
        (await PathsAsync(new KnowledgeFilter { Path = "us_" })).ShouldBe(["us_x.txt"]);
        (await PathsAsync(new KnowledgeFilter { Path = "%" })).ShouldBeEmpty();
        (await PathsAsync(new KnowledgeFilter { Tags = ["eu"] })).ShouldBe(["eu/de.txt", "eu/fr.txt"]);
        (await PathsAsync(new KnowledgeFilter { Tags = ["eu", "fr"] })).ShouldBe(["eu/fr.txt"]);
        (await PathsAsync(new KnowledgeFilter { Metadata = new Dictionary<string, string> { ["lang"] = "de", ["a"] = "1%" } })).ShouldBe(["eu/de.txt"]);
        (await PathsAsync(new KnowledgeFilter { Metadata = new Dictionary<string, string> { ["lang"] = "d" } })).ShouldBeEmpty();
        (await PathsAsync(new KnowledgeFilter())).Count.ShouldBe(3);
        var documents = await Bases.ListDocumentsAsync("acme", "handbook", cancellationToken: Token);
        documents.Select(d => d.Path).ShouldBe(["eu/de.txt", "eu/fr.txt", "us_x.txt"]);
        documents[0].ShouldSatisfyAllConditions(d => d.Tags.ShouldBe(["eu", "de"]), d => d.Metadata["a"].ShouldBe("1%"), d => d.MediaType.ShouldBe("text/markdown"));
        (await Bases.ListDocumentsAsync("acme", "handbook", "eu/de.txt", 1, Token)).ShouldHaveSingleItem().Path.ShouldBe("eu/fr.txt");
    }

    [Fact]
    public async Task Words_of_other_scripts_and_hostile_words_are_found_and_break_nothing()
    {
        await Bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        await PutAsync("ru.txt", "Обувь можно вернуть в течение тридцати дней.");
        await PutAsync("de.txt", "Die Größe der Schuhe: 42½. Müller & Söhne.");
        await PutAsync("odd.txt", "a\0b ' OR 1=1 -- \" ) NEAR( AND title_terms:x* 漢字 \U0001F600 \uD800 end");

        (await SearchAsync("вернуть обувь")).Hits[0].Path.ShouldBe("ru.txt");
        (await SearchAsync("grosse GRÖSSE größe")).Hits[0].Path.ShouldBe("de.txt");
        (await SearchAsync("'; DROP TABLE knowledge_chunks; -- \" NEAR( ) * ^ : { } title_terms")).Hits[0].Path.ShouldBe("odd.txt");
        (await SearchAsync("漢字")).Hits[0].Path.ShouldBe("odd.txt");
        await SearchAsync("\0 \uD800 \U0001F600 !");
    }

    [Fact]
    public async Task Texts_are_embedded_once_and_vectors_go_with_their_texts()
    {
        var words = new WordVectors();
        var bases = new KnowledgeBases(Store, Embedding(words));
        await bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        await bases.PutAsync("acme", "handbook", Source("a.md", Handbook), Token);
        words.Embedded.ShouldBe(2);
        await bases.PutAsync("acme", "handbook", Source("copy.md", Handbook), Token);
        words.Embedded.ShouldBe(2, "the same texts");
        await bases.PutAsync("acme", "handbook", Source("a.md", Handbook.Replace("30 days", "14 days")), Token);
        words.Embedded.ShouldBe(3, "one chunk changed");

        var found = (await bases.SearchAsync("acme", "handbook", new KnowledgeQuery { Text = "damaged overseas goods" }, Token)).Hits;
        found[0].Similarity!.Value.ShouldBeGreaterThan(found[^1].Similarity ?? -1);
        found[0].Heading.ShouldBe("Returns › Overseas");
        (await bases.SearchAsync("acme", "handbook", new KnowledgeQuery { Text = "damaged overseas goods", Filter = new KnowledgeFilter { Path = "copy" } }, Token))
            .Hits.ShouldAllBe(hit => hit.Path == "copy.md");

        var id = (await BaseAsync()).Id;
        (await Store.ReadVectorsAsync(id, "test/words", Token)).Count.ShouldBe(4);
        (await Store.ReadVectorsAsync(id, "other/model", Token)).ShouldBeEmpty();
        (await Store.ListUnembeddedAsync(id, "other/model", 10, Token)).Count.ShouldBe(3);
        await Bases.RemoveDocumentAsync("acme", "handbook", "a.md", Token);
        (await Store.ReadVectorsAsync(id, "test/words", Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Writers_at_once_lose_no_count()
    {
        await Bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => PutAsync($"{n % 8}.txt", $"shoes number {n}")));

        var found = await BaseAsync();
        (found.Documents, found.Chunks, found.Version).ShouldBe((8, 8, 12));
        var terms = await Store.ReadTermsAsync(found.Id, ["shoe", "number"], Token);
        (terms.ChunksWith["shoe"], terms.ChunksWith["number"], terms.BodyTerms).ShouldBe((8, 8, 24));
        (await SearchAsync("shoes", limit: 20)).Hits.Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_document_for_a_base_that_is_gone_is_refused()
    {
        await Bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        await PutAsync("a.txt", "shoes");
        var id = (await BaseAsync()).Id;
        await Bases.RemoveAsync("acme", "handbook", Token);

        var document = new KnowledgeDocument { Path = "x", Title = "x", Hash = "1", MediaType = "text/plain" };
        (await Should.ThrowAsync<HoldfastException>(() => Store.PutDocumentAsync(id, new StoredDocument(document, "", []), Token))).Code.ShouldBe("unknown-knowledge-base");
        await Store.SaveVectorsAsync(id, "m", [], Start, Token);
        (await Store.RemoveDocumentAsync(id, "a.txt", Start, Token)).ShouldBeFalse();
        (await Store.ReadTermsAsync(id, ["shoe"], Token)).ChunksWith.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_process_finds_what_was_put_in()
    {
        await Bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        await PutAsync("returns.md", Handbook);
        var other = new KnowledgeBases(Of((await OpenAnotherAsync()).Journal));

        (await other.SearchAsync("acme", "handbook", new KnowledgeQuery { Text = "overseas" }, Token)).Hits[0].Heading.ShouldBe("Returns › Overseas");
    }

    private static IKnowledgeStore Of(object store) => store is IHoldfastStorage storage ? storage.Knowledge : ((InMemoryStore)store).Knowledge;

    private static KnowledgeSource Source(string path, string text, string type = "text/markdown") =>
        new() { Path = path, Content = Encoding.UTF8.GetBytes(text), MediaType = type };

    private Task<KnowledgeBase> BaseAsync(string name = "handbook") => Bases.FindAsync("acme", name, Token);

    private Task<KnowledgePut> PutAsync(string path, string text, string type = "text/markdown", string[]? tags = null, Dictionary<string, string>? metadata = null, string into = "handbook") =>
        Bases.PutAsync("acme", into, Source(path, text, type) with { Tags = tags ?? [], Metadata = metadata ?? [] }, Token);

    private Task<KnowledgeResults> SearchAsync(string text, int limit = 5) => SearchAsync(new KnowledgeQuery { Text = text, Limit = limit });

    /// <summary>Searches in memory, as in a base of usual size, and by the engine's text search, as in a large one: both find the same.</summary>
    private async Task<KnowledgeResults> SearchAsync(KnowledgeQuery query)
    {
        await Bases.LoadAsync("acme", "handbook", Token);
        var found = await Bases.SearchAsync("acme", "handbook", query, Token);
        var large = await new KnowledgeBases(Store, null, null, inMemory: 0).SearchAsync("acme", "handbook", query, Token);
        large.Hits.Select(Rounded).ShouldBe(found.Hits.Select(Rounded));
        return found;

        static KnowledgeHit Rounded(KnowledgeHit hit) => hit with { TextScore = Math.Round(hit.TextScore!.Value, 4), Coverage = Math.Round(hit.Coverage, 4) };
    }

    private async Task<List<string>> PathsAsync(KnowledgeFilter filter)
    {
        var found = (await SearchAsync(new KnowledgeQuery { Text = "shoes", Filter = filter })).Hits.Select(hit => hit.Path).Order(StringComparer.Ordinal).ToList();
        (await Store.ListChunksAsync((await BaseAsync()).Id, filter, Token)).Count.ShouldBe(found.Count);
        return found;
    }

    private static ModelCatalog Embedding(IEmbeddingGenerator<string, Embedding<float>> model) => new([new ModelEndpoint(new ModelProvider("none"), "none", ScriptedModel.Of(new ScriptedReply(".")))])
    {
        Embeddings = new EmbeddingEndpoint(new ModelProvider("test"), "words", model),
    };

    /// <summary>A model whose vectors count letters, so that like texts are near.</summary>
    private sealed class WordVectors : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Embedded { get; private set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var vectors = values.Select(text =>
            {
                var vector = new float[26];
                foreach (var c in text.ToLowerInvariant().Where(char.IsAsciiLetterLower))
                {
                    vector[c - 'a']++;
                }

                return new Embedding<float>(vector);
            }).ToList();
            Embedded += vectors.Count;
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(vectors));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
