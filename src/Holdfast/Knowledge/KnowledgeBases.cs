using System.Security.Cryptography;
using System.Text;
using Holdfast.Cost;
using Holdfast.Knowledge.Search;
using Holdfast.Knowledge.Text;
using Holdfast.Models;

namespace Holdfast.Knowledge;

/// <summary>The knowledge bases of a store: documents go in, chunks that fit a question come out, with where they stand.</summary>
/// <remarks>Safe for concurrent use. Every call names the tenant: a base of another one is not found.</remarks>
public sealed class KnowledgeBases
{
    /// <summary>Grows when documents are read or cut in another way, so that unchanged ones are read again.</summary>
    private const string Reader = "1";

    /// <summary>How many texts one request for vectors holds.</summary>
    private const int Batch = 64;

    /// <summary>How many chunks a base may have whose words are loaded into memory: about 1 KB a chunk.</summary>
    private const int InMemory = 50_000;

    private readonly IKnowledgeStore store;
    private readonly TimeProvider time;
    private readonly EmbeddingGateway? gateway;
    private readonly KnowledgeSearch search;

    /// <summary>Makes the bases of a store.</summary>
    /// <param name="store">The store, ready for use.</param>
    /// <param name="models">The models, of which the one of <see cref="ModelCatalog.Embeddings"/> is used; without one, knowledge is searched by words only.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public KnowledgeBases(IKnowledgeStore store, ModelCatalog? models = null, TimeProvider? time = null)
        : this(store, models, time, InMemory)
    {
    }

    internal KnowledgeBases(IKnowledgeStore store, ModelCatalog? models, TimeProvider? time, int inMemory)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
        this.time = time ?? TimeProvider.System;
        gateway = models?.Embeddings is { } endpoint ? new EmbeddingGateway(endpoint, IdSource.System, this.time) : null;
        search = new KnowledgeSearch(store, gateway, inMemory);
    }

    /// <summary>What embeddings are charged to that no run asks for; null to count them nowhere.</summary>
    public KnowledgeBudget? Budget { get; init; }

    /// <summary>Makes a base, or changes the description of the one that has the name.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">1 to 64 lower-case letters, digits and hyphens.</param>
    /// <param name="description">What it is about, 500 characters at most; null keeps what is there.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>invalid-knowledge</c>.</exception>
    public Task<KnowledgeBase> SaveAsync(string tenant, string name, string? description = null, CancellationToken cancellationToken = default)
    {
        KnowledgeRules.CheckBase(name, description);
        return store.SaveBaseAsync(tenant, name, description, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Lists the bases of a tenant by name.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<KnowledgeBase>> ListAsync(string tenant, CancellationToken cancellationToken = default) => store.ListBasesAsync(tenant, cancellationToken);

    /// <summary>Returns a base.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>.</exception>
    public async Task<KnowledgeBase> FindAsync(string tenant, string name, CancellationToken cancellationToken = default) =>
        await store.FindBaseAsync(tenant, name, cancellationToken) ?? throw KnowledgeRules.Unknown(name);

    /// <summary>Removes a base with all it holds.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>.</exception>
    public async Task RemoveAsync(string tenant, string name, CancellationToken cancellationToken = default) =>
        await store.RemoveBaseAsync((await FindAsync(tenant, name, cancellationToken)).Id, cancellationToken);

    /// <summary>Reads a document into a base, in place of the one that has its path. What did not change is not touched.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base.</param>
    /// <param name="source">The document.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>, <c>invalid-knowledge</c>, <c>unsupported-document</c>, <c>unreadable-document</c>.</exception>
    public async Task<KnowledgePut> PutAsync(string tenant, string name, KnowledgeSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        KnowledgeRules.CheckSource(source);
        var found = await FindAsync(tenant, name, cancellationToken);
        var changed = (await store.FindDocumentAsync(found.Id, source.Path, cancellationToken))?.Hash != HashOf(source)
            && await store.PutDocumentAsync(found.Id, await ReadAsync(source, cancellationToken), cancellationToken);
        return new KnowledgePut(changed, await EmbedAsync(tenant, found.Id, cancellationToken));
    }

    /// <summary>Removes a document.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base.</param>
    /// <param name="path">The document's path.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>, <c>unknown-document</c>.</exception>
    public async Task RemoveDocumentAsync(string tenant, string name, string path, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(tenant, name, cancellationToken);
        if (!await store.RemoveDocumentAsync(found.Id, path, time.GetUtcNow(), cancellationToken))
        {
            throw KnowledgeRules.UnknownDocument(name, path);
        }
    }

    /// <summary>Lists documents by path.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base.</param>
    /// <param name="after">Only those whose paths come after it; null from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>.</exception>
    public async Task<IReadOnlyList<KnowledgeDocument>> ListDocumentsAsync(string tenant, string name, string? after = null, int limit = 1_000, CancellationToken cancellationToken = default) =>
        await store.ListDocumentsAsync((await FindAsync(tenant, name, cancellationToken)).Id, after, limit, cancellationToken);

    /// <summary>Returns what is listed of a document.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base.</param>
    /// <param name="path">The document's path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>, <c>unknown-document</c>.</exception>
    public async Task<KnowledgeDocument> FindDocumentAsync(string tenant, string name, string path, CancellationToken cancellationToken = default) =>
        await store.FindDocumentAsync((await FindAsync(tenant, name, cancellationToken)).Id, path, cancellationToken) ?? throw KnowledgeRules.UnknownDocument(name, path);

    /// <summary>Returns the text of a document, which the offsets of citations count in.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base.</param>
    /// <param name="path">The document's path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>, <c>unknown-document</c>.</exception>
    public async Task<string> ReadTextAsync(string tenant, string name, string path, CancellationToken cancellationToken = default) =>
        await store.ReadTextAsync((await FindAsync(tenant, name, cancellationToken)).Id, path, cancellationToken) ?? throw KnowledgeRules.UnknownDocument(name, path);

    /// <summary>Makes a base hold what a folder holds: new and changed files are read, unchanged ones not touched, and documents whose files are gone are removed.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base, which is made where there is none.</param>
    /// <param name="folder">The folder. Files of kinds that are not understood, and hidden ones, are left out; so is what links point to.</param>
    /// <param name="cancellationToken">Stops between two files; doing it again goes on.</param>
    /// <exception cref="HoldfastException"><c>invalid-knowledge</c>; <c>unknown-folder</c>.</exception>
    public async Task<IngestReport> IngestFolderAsync(string tenant, string name, string folder, CancellationToken cancellationToken = default)
    {
        var files = FolderFiles.In(folder);
        var found = await SaveAsync(tenant, name, null, cancellationToken);
        var held = await HeldAsync(found.Id, cancellationToken);
        var (added, changed, unchanged, refused) = (0, 0, 0, new List<string>());
        foreach (var (path, file) in files)
        {
            try
            {
                var source = new KnowledgeSource { Path = path, Content = await File.ReadAllBytesAsync(file, cancellationToken), MediaType = KnowledgeSource.MediaTypeOf(file)! };
                KnowledgeRules.CheckSource(source);
                if (held.TryGetValue(path, out var hash) && hash == HashOf(source))
                {
                    unchanged++;
                }
                else if (await store.PutDocumentAsync(found.Id, await ReadAsync(source, cancellationToken), cancellationToken))
                {
                    (added, changed) = hash is null ? (added + 1, changed) : (added, changed + 1);
                }
            }
            catch (Exception e) when (e is HoldfastException { Code: "unsupported-document" or "unreadable-document" or "invalid-knowledge" } or IOException or UnauthorizedAccessException)
            {
                refused.Add(e is HoldfastException ? e.Message : $"'{path}' cannot be opened.");
            }
        }

        var removed = 0;
        foreach (var gone in held.Keys.Where(path => !files.ContainsKey(path)))
        {
            removed += await store.RemoveDocumentAsync(found.Id, gone, time.GetUtcNow(), cancellationToken) ? 1 : 0;
        }

        return new IngestReport(added, changed, unchanged, removed, refused, await EmbedAsync(tenant, found.Id, cancellationToken));
    }

    /// <summary>Finds the chunks that fit a question best.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base.</param>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>, <c>invalid-knowledge</c>.</exception>
    public Task<KnowledgeResults> SearchAsync(string tenant, string name, KnowledgeQuery query, CancellationToken cancellationToken = default) =>
        SearchAsync(tenant, name, query, new ModelMeter(BudgetOf(tenant)), cancellationToken);

    /// <summary>The same for a run, to which the question's vector is charged.</summary>
    internal async Task<KnowledgeResults> SearchAsync(string tenant, string name, KnowledgeQuery query, ModelMeter meter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        KnowledgeRules.CheckQuery(query);
        return await search.SearchAsync(await FindAsync(tenant, name, cancellationToken), query, meter, cancellationToken);
    }

    /// <summary>Loads the words of a base into memory now. Otherwise that begins when it is searched the second time since its last change.</summary>
    internal async Task LoadAsync(string tenant, string name, CancellationToken cancellationToken) =>
        await search.LoadAsync(await FindAsync(tenant, name, cancellationToken), cancellationToken);

    private static string HashOf(KnowledgeSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var given = new StringBuilder($"{Reader}\n{source.MediaType}\n{source.Title}\n{string.Join(' ', source.Tags)}\n");
        foreach (var (key, value) in source.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            given.Append(key).Append('=').Append(value).Append('\n');
        }

        hash.AppendData(Encoding.UTF8.GetBytes(given.ToString()));
        hash.AppendData(source.Content.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task<StoredDocument> ReadAsync(KnowledgeSource source, CancellationToken cancellationToken)
    {
        var read = await DocumentText.ReadAsync(source, cancellationToken);
        var title = source.Title ?? (read.Title is { Length: > 0 } own ? own : source.Path);
        var titleTerms = SearchTerms.Join(title);
        var chunks = Chunker.Split(read).Select(chunk =>
        {
            var heading = string.Join(" › ", chunk.Headings);
            var text = read.Text[chunk.Start..chunk.End];
            return new StoredChunk
            {
                Heading = heading,
                Start = chunk.Start,
                End = chunk.End,
                Text = text,
                Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(InputOf(title, heading, text)))),
                TitleTerms = titleTerms,
                HeadingTerms = SearchTerms.Join(chunk.Headings.LastOrDefault() ?? ""),
                BodyTerms = SearchTerms.Join(read.Text[chunk.BodyStart..chunk.End]),
            };
        }).ToList();
        var document = new KnowledgeDocument
        {
            Path = source.Path,
            Title = title,
            Hash = HashOf(source),
            MediaType = source.MediaType,
            Characters = read.Text.Length,
            Chunks = chunks.Count,
            Tags = [.. source.Tags.Distinct(StringComparer.Ordinal)],
            Metadata = source.Metadata,
            UpdatedAt = time.GetUtcNow(),
        };
        return new StoredDocument(document, read.Text, chunks);
    }

    private async Task<Dictionary<string, string>> HeldAsync(long id, CancellationToken cancellationToken)
    {
        const int page = 1_000;
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        while (true)
        {
            var documents = await store.ListDocumentsAsync(id, last, page, cancellationToken);
            foreach (var document in documents)
            {
                held[last = document.Path] = document.Hash;
            }

            if (documents.Count < page)
            {
                return held;
            }
        }
    }

    /// <summary>Embeds what has no vector yet. A model that does not answer, or a ceiling that is reached, is no reason to refuse a document.</summary>
    private async Task<bool> EmbedAsync(string tenant, long id, CancellationToken cancellationToken)
    {
        while (gateway is not null)
        {
            var model = gateway.Model;
            var inputs = await store.ListUnembeddedAsync(id, model, Batch, cancellationToken);
            if (inputs.Count == 0)
            {
                break;
            }

            var texts = inputs.Select(input => InputOf(input.Title, input.Heading, input.Text)).ToList();
            if ((await gateway.EmbedAsync(new EmbeddingCall(texts, BudgetOf(tenant)), cancellationToken)).Vectors is not { } vectors)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }

            await store.SaveVectorsAsync(id, model, [.. inputs.Zip(vectors, (input, vector) => KeyValuePair.Create(input.Hash, vector))], time.GetUtcNow(), cancellationToken);
        }

        return true;
    }

    private RunBudget BudgetOf(string tenant)
    {
        var now = time.GetUtcNow();
        return Budget?.TenantDayCost() is { } ceiling
            ? new RunBudget([], [SharedBudget.TenantDay(tenant, now, ceiling)], Budget.Store, IdSource.System.NewId(now))
            : new RunBudget([], [], null, Guid.Empty);
    }

    /// <summary>What is embedded of a chunk: what it is about stands in its title and its headings.</summary>
    private static string InputOf(string title, string heading, string text) => heading.Length == 0 ? $"{title}\n{text}" : $"{title}\n{heading}\n{text}";
}
