namespace Holdfast.Runs.Events;

/// <summary>A session that ends was read for facts that its user told of. They are kept right after this is durable.</summary>
/// <param name="Items">What is kept, unless it is known already or was corrected meanwhile.</param>
/// <param name="Dropped">How many proposals of the model did not stand in the user's own words.</param>
public sealed record FactsExtracted(IReadOnlyList<ExtractedFact> Items, int Dropped = 0) : RunEvent;
