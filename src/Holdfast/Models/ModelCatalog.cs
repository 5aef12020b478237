namespace Holdfast.Models;

/// <summary>Which models serve each tier, in the order in which they are tried.</summary>
public sealed class ModelCatalog
{
    private readonly IReadOnlyList<ModelEndpoint>[] chains;

    /// <summary>Creates a catalog.</summary>
    /// <param name="standard">The chain of <see cref="Tier.Standard"/>; at least one.</param>
    /// <param name="strong">The chain of <see cref="Tier.Strong"/>; null for the standard one.</param>
    /// <param name="fast">The chain of <see cref="Tier.Fast"/>; null for the standard one.</param>
    public ModelCatalog(IReadOnlyList<ModelEndpoint> standard, IReadOnlyList<ModelEndpoint>? strong = null, IReadOnlyList<ModelEndpoint>? fast = null)
    {
        if (standard.Count == 0)
        {
            throw new ArgumentException("A tier needs at least one model.", nameof(standard));
        }

        chains = [standard, strong is { Count: > 0 } ? strong : standard, fast is { Count: > 0 } ? fast : standard];
    }

    /// <summary>The model that turns texts into vectors; null where there is none.</summary>
    public EmbeddingEndpoint? Embeddings { get; init; }

    /// <summary>Returns the chain of a tier.</summary>
    public IReadOnlyList<ModelEndpoint> Chain(Tier tier) => chains[(int)tier];
}
