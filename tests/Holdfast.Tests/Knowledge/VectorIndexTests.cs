using System.Numerics.Tensors;
using Holdfast.Knowledge;
using Holdfast.Knowledge.Search;

namespace Holdfast.Tests.Knowledge;

public sealed class VectorIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(384)]
    public void The_nearest_are_those_that_exact_search_finds(int dimensions)
    {
        var random = new Random(5);
        var vectors = Enumerable.Range(0, 2_000).Select(n => new ChunkVector(n, Unit(random, dimensions))).ToList();
        var index = new VectorIndex(vectors);
        var (found, wanted) = (0, 0);
        for (var q = 0; q < 20; q++)
        {
            var query = Unit(random, dimensions);
            var exact = vectors.OrderByDescending(v => TensorPrimitives.Dot(query, v.Vector)).ThenBy(v => v.Chunk).Take(10).Select(v => v.Chunk).ToHashSet();
            var near = index.Nearest(query, 10);
            near.Count.ShouldBe(10);
            near.Select(n => n.Similarity).ShouldBeInOrder(SortDirection.Descending);
            found += near.Count(n => exact.Contains(n.Chunk));
            wanted += 10;
        }

        (dimensions == 1 ? wanted : found).ShouldBeGreaterThanOrEqualTo(wanted * 99 / 100);
    }

    [Fact]
    public void Only_what_is_allowed_is_found_and_odd_vectors_are_left_out()
    {
        var index = new VectorIndex([new ChunkVector(1, [1, 0]), new ChunkVector(2, [0, 1]), new ChunkVector(3, [1, 0, 0]), new ChunkVector(4, [0, 0])]);

        index.Nearest([1, 0], 10).Select(n => n.Chunk).ShouldBe([1, 2, 4]);
        index.Nearest([1, 0], 10, new HashSet<long> { 2 }).ShouldHaveSingleItem().ShouldBe((2, 0f));
        new VectorIndex([]).Dimensions.ShouldBe(0);
        Should.Throw<ArgumentException>(() => index.Nearest([1], 1));
    }

    private static float[] Unit(Random random, int dimensions)
    {
        var vector = Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }
}
