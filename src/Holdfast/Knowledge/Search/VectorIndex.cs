using System.Numerics;
using System.Numerics.Tensors;

namespace Holdfast.Knowledge.Search;

/// <summary>Finds the nearest vectors exactly enough: all are compared in 8 bits, the nearest of them again in 32. Immutable.</summary>
internal sealed class VectorIndex
{
    /// <summary>How many times as many are compared again as are wanted.</summary>
    private const int Shortlist = 4;

    private readonly long[] chunks;
    private readonly float[] exact;
    private readonly sbyte[] coarse;
    private readonly float[] scales;
    private readonly int length;

    /// <summary>Makes an index.</summary>
    /// <param name="vectors">Vectors of length 1; those that have not as many numbers as the first are left out.</param>
    public VectorIndex(IReadOnlyList<ChunkVector> vectors)
    {
        length = vectors.Count == 0 ? 0 : vectors[0].Vector.Length;
        var used = vectors.Where(v => v.Vector.Length == length).ToList();
        chunks = [.. used.Select(v => v.Chunk)];
        exact = new float[used.Count * length];
        coarse = new sbyte[used.Count * length];
        scales = new float[used.Count];
        for (var i = 0; i < used.Count; i++)
        {
            used[i].Vector.CopyTo(exact, i * length);
            scales[i] = Quantise(used[i].Vector, coarse.AsSpan(i * length, length));
        }
    }

    /// <summary>How many numbers a vector has; 0 when there is none.</summary>
    public int Dimensions => length;

    /// <summary>The nearest chunks, nearest first.</summary>
    /// <param name="query">A vector of length 1, with <see cref="Dimensions"/> numbers.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="allowed">Which chunks may be found; null for all.</param>
    public IReadOnlyList<(long Chunk, float Similarity)> Nearest(ReadOnlySpan<float> query, int count, IReadOnlySet<long>? allowed = null)
    {
        if (query.Length != length)
        {
            throw new ArgumentException($"The vector has {query.Length} numbers; those of the index have {length}.", nameof(query));
        }

        var rough = new sbyte[length];
        Quantise(query, rough);
        var best = new PriorityQueue<int, float>();
        var most = count * Shortlist;
        for (var i = 0; i < chunks.Length; i++)
        {
            if (allowed?.Contains(chunks[i]) == false)
            {
                continue;
            }

            var near = Dot(rough, coarse.AsSpan(i * length, length)) * scales[i];
            if (best.Count < most)
            {
                best.Enqueue(i, near);
            }
            else if (best.TryPeek(out _, out var least) && near > least)
            {
                best.DequeueEnqueue(i, near);
            }
        }

        var found = new List<(long Chunk, float Similarity)>(best.Count);
        foreach (var (i, _) in best.UnorderedItems)
        {
            found.Add((chunks[i], TensorPrimitives.Dot(query, exact.AsSpan(i * length, length))));
        }

        return [.. found.OrderByDescending(f => f.Similarity).ThenBy(f => f.Chunk).Take(count)];
    }

    /// <summary>Writes a vector in steps of its largest number / 127, and returns the step.</summary>
    private static float Quantise(ReadOnlySpan<float> vector, Span<sbyte> into)
    {
        var step = vector.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(vector)) / 127;
        if (step <= 0)
        {
            return 0;
        }

        for (var i = 0; i < vector.Length; i++)
        {
            into[i] = (sbyte)MathF.Round(vector[i] / step);
        }

        return step;
    }

    private static int Dot(ReadOnlySpan<sbyte> one, ReadOnlySpan<sbyte> other)
    {
        var i = 0;
        var sums = Vector<int>.Zero;
        for (; i <= one.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(one[i..]), out var a, out var b);
            Vector.Widen(new Vector<sbyte>(other[i..]), out var c, out var d);

            // Two products of at most 127 × 127 still fit into 16 bits.
            Vector.Widen((a * c) + (b * d), out var low, out var high);
            sums += low + high;
        }

        var sum = Vector.Sum(sums);
        for (; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }
}
