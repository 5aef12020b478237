using System.Numerics.Tensors;
using Holdfast.Models;

namespace Holdfast.Knowledge.Search;

/// <summary>Asks the embedding model, in batches, trying again what may succeed later.</summary>
internal sealed class EmbeddingCalls(KnowledgeEmbeddings embeddings, TimeProvider time)
{
    /// <summary>How many texts one request holds.</summary>
    public const int Batch = 64;

    private const int Attempts = 3;

    /// <summary>The most of one text, in characters: what common models take, with room.</summary>
    private const int Longest = 6_000;

    public string Model => embeddings.Model;

    /// <summary>Returns a vector of length 1 for each text.</summary>
    /// <exception cref="ModelException">The model did not answer, or not with one vector for each text.</exception>
    public async Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await embeddings.Generator.GenerateAsync(texts.Select(Bound), cancellationToken: cancellationToken);
                return answer.Count == texts.Count && answer.All(e => e.Vector.Length > 0 && e.Vector.Length == answer[0].Vector.Length)
                    ? [.. answer.Select(e => Unit(e.Vector.Span))]
                    : throw new ModelException(ErrorCategory.MalformedOutput, $"{embeddings.Model} answered {texts.Count} texts with {answer.Count} vectors, or with vectors of different lengths.");
            }
            catch (ModelException e) when (attempt < Attempts && e.Category is ErrorCategory.RateLimited or ErrorCategory.Overloaded or ErrorCategory.Timeout or ErrorCategory.Network)
            {
                await Task.Delay(e.RetryAfter ?? TimeSpan.FromSeconds(attempt), time, cancellationToken);
            }
        }
    }

    /// <summary>What is embedded of a chunk: what it is about stands in its title and its headings.</summary>
    public static string InputOf(string title, string heading, string text) => heading.Length == 0 ? $"{title}\n{text}" : $"{title}\n{heading}\n{text}";

    private static string Bound(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        var unit = vector.ToArray();
        var norm = TensorPrimitives.Norm(vector);
        if (float.IsFinite(norm) && norm > 0)
        {
            TensorPrimitives.Divide(unit, norm, unit);
            return unit;
        }

        return new float[unit.Length];
    }
}
