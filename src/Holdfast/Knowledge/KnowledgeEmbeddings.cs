using Microsoft.Extensions.AI;

namespace Holdfast.Knowledge;

/// <summary>The model that turns texts into vectors.</summary>
/// <param name="Model">What its vectors are kept by, such as <c>openai/text-embedding-3-small</c>: another name makes all vectors anew.</param>
/// <param name="Generator">The model. Safe for concurrent use; owned by the caller.</param>
public sealed record KnowledgeEmbeddings(string Model, IEmbeddingGenerator<string, Embedding<float>> Generator);
