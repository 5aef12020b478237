using Holdfast.Knowledge;
using Holdfast.Providers;

namespace Holdfast.Server.Knowledge;

/// <summary>The embedding model that the options name.</summary>
internal static class EmbeddingModel
{
    public static KnowledgeEmbeddings? Create(HoldfastServerOptions options)
    {
        if (options.Embeddings is not { } name)
        {
            return null;
        }

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new KnowledgeEmbeddings(name, EmbeddingGenerators.Create(options.Providers.Single(provider => provider.Name == name[..slash]), name[(slash + 1)..]));
    }
}
