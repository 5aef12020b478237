using Holdfast.Cost;

namespace Holdfast.Knowledge;

/// <summary>What embeddings are charged to that no run asks for: those of documents, and of searches by people.</summary>
/// <param name="Store">Where the ceilings are kept.</param>
/// <param name="TenantDayCost">The ceiling per tenant and day in USD, as it is now; null for none. What is spent counts in the same account as the tenant's runs.</param>
public sealed record KnowledgeBudget(IBudgetStore Store, Func<decimal?> TenantDayCost);
