using System.CommandLine;
using Holdfast.Cli.Trace;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.Providers;
using Holdfast.Providers.Offline;

namespace Holdfast.Cli.Knowledge;

/// <summary>The options of the commands for knowledge bases, which work on a store.</summary>
internal sealed class KnowledgeOptions(Terminal terminal)
{
    private readonly Option<string> storage = new("--storage")
    {
        Description = "The store: a SQLite file, or a connection string.",
        HelpName = "store",
        DefaultValueFactory = static _ => ".holdfast/holdfast.db",
    };

    private readonly Option<string> tenant = new("--tenant") { Description = "The tenant that the base belongs to.", DefaultValueFactory = static _ => "default" };

    private readonly Option<string?> embeddings = new("--embeddings")
    {
        Description = "Also searches by meaning, with this model of the provider that OPENAI_API_KEY or OPENAI_BASE_URL names, as the server's key Embeddings does.",
        HelpName = "openai/model",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(storage);
        command.Options.Add(tenant);
        command.Options.Add(embeddings);
    }

    public string TenantOf(ParseResult parsed) => parsed.GetRequiredValue(tenant);

    /// <summary>Opens the store. Whoever disposes of it ends the bases, too.</summary>
    public async Task<(StoredTraces Store, KnowledgeBases Bases)> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var model = Embeddings(parsed);
        var store = await StoredTraces.OpenAsync(parsed.GetRequiredValue(storage), cancellationToken);
        return (store, new KnowledgeBases(store.Store.Knowledge, model, terminal.Time));
    }

    /// <summary>A catalog with the embedding model that the command line names, or null.</summary>
    /// <exception cref="HoldfastException"><c>provider-configuration</c>.</exception>
    public ModelCatalog? Embeddings(ParseResult parsed)
    {
        if (parsed.GetValue(embeddings) is not { } name)
        {
            return null;
        }

        var provider = ProviderOptions.FromEnvironment(terminal.Variable).FirstOrDefault(provider => name.StartsWith(provider.Name + "/", StringComparison.Ordinal))
            ?? throw new HoldfastException("provider-configuration", $"--embeddings is '{SafeText.Line(name, 80)}', whose provider is not configured. Set OPENAI_API_KEY or OPENAI_BASE_URL and name a model such as openai/text-embedding-3-small.");
        var model = name[(provider.Name.Length + 1)..];
        var offline = new ModelEndpoint(new ModelProvider("offline") { IsLocal = true }, OfflineChatClient.ModelId, new OfflineChatClient(terminal.Time));
        return new ModelCatalog([offline]) { Embeddings = new EmbeddingEndpoint(new ModelProvider(provider.Name, time: terminal.Time), model, EmbeddingGenerators.Create(provider, model)) };
    }
}
