using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Knowledge;
using Holdfast.Knowledge.Search;
using Holdfast.Testing;

namespace Holdfast.Tests.Knowledge;

public sealed class WordIndexTests
{
    private static readonly string[] Words = ["shoe", "hat", "glove", "coat", "sock", "scarf", "boot", "tie"];

    private static readonly Gen<string> Text = Gen.Choose(0, 12).SelectMany(count => Gen.Elements(Words).ArrayOf(count)).Select(words => string.Join(' ', words));

    private static readonly Gen<(string[] Texts, string Question, int Most)> Case =
        from count in Gen.Choose(0, 12)
        from texts in Text.ArrayOf(count)
        from question in Text
        from most in Gen.Choose(1, 8)
        select (texts, question, most);

    /// <summary>The index finds what scoring each chunk for itself finds, in the same order.</summary>
    [Fact]
    public void It_ranks_as_if_each_chunk_were_scored_for_itself() => Prop.ForAll(Case.ToArbitrary(), sample =>
    {
        var store = new InMemoryStore().Knowledge;
        var id = Fill(store, sample.Texts);
        var counts = TextRanking.Count(sample.Question);
        var ranking = TextRanking.Of(counts, Now(store.ReadTermsAsync(id, counts.Keys)));
        var each = Now(store.ReadChunkTermsAsync(id, 0, int.MaxValue)).ToDictionary(chunk => chunk.Chunk, ranking.Score);
        var allowed = each.Keys.Where(chunk => chunk % 3 != 0).ToHashSet();
        foreach (var let in new HashSet<long>?[] { null, allowed })
        {
            var found = Now(WordIndex.LoadAsync(store, id)).Search(counts, sample.Most, let, also: each.Keys);

            var wanted = each.Where(chunk => chunk.Value.Score > 0 && let?.Contains(chunk.Key) != false).OrderByDescending(chunk => chunk.Value.Score).ThenBy(chunk => chunk.Key).Take(sample.Most).ToList();
            found.Best.Count.ShouldBe(wanted.Count);
            for (var n = 0; n < wanted.Count; n++)
            {
                // Of two that differ in nothing but the last bits either may come first.
                each[found.Best[n]].Score.ShouldBe(wanted[n].Value.Score, 1e-5);
            }

            found.Best.ShouldBeUnique();
            found.Best.ShouldAllBe(chunk => let == null || let.Contains(chunk));
            found.Scores.Count.ShouldBe(each.Values.Count(chunk => chunk.Score > 0));
            foreach (var (chunk, (score, coverage)) in found.Scores)
            {
                score.ShouldBe(each[chunk].Score, 1e-5);
                coverage.ShouldBe(each[chunk].Coverage, 1e-9);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_two_with_the_same_score_the_earlier_one_comes_first()
    {
        var store = new InMemoryStore().Knowledge;
        var id = Fill(store, ["hat", "red shoe", "red shoe", "red shoe"]);

        var found = Now(WordIndex.LoadAsync(store, id)).Search(TextRanking.Count("red"), 2, allowed: null, also: []);

        var chunks = Now(store.ReadChunkTermsAsync(id, 0, int.MaxValue)).Where(chunk => chunk.BodyTerms.Contains("red")).Select(chunk => chunk.Chunk).ToList();
        found.Best.ShouldBe(chunks.Take(2));
        found.Scores.Keys.ShouldBe(chunks.Take(2), ignoreOrder: true);
    }

    /// <summary>More chunks than are read at once.</summary>
    [Fact]
    public void A_base_is_read_whole()
    {
        var store = new InMemoryStore().Knowledge;
        var id = Fill(store, [.. Enumerable.Range(0, 4_001).Select(n => $"number{n}")]);

        var index = Now(WordIndex.LoadAsync(store, id));

        foreach (var n in (int[])[0, 1_999, 2_000, 3_999, 4_000])
        {
            index.Search(TextRanking.Count($"number{n}"), 10, allowed: null, also: []).Best.Count.ShouldBe(1, $"number{n}");
        }
    }

    private static long Fill(IKnowledgeStore store, string[] texts)
    {
        var bases = new KnowledgeBases(store);
        var id = Now(bases.SaveAsync("acme", "handbook")).Id;
        for (var n = 0; n < texts.Length; n++)
        {
            Now(bases.PutAsync("acme", "handbook", new KnowledgeSource { Path = $"{n:D5}.txt", MediaType = "text/plain", Content = Encoding.UTF8.GetBytes(texts[n] + " x") }));
        }

        return id;
    }

    /// <summary>A store in memory never waits.</summary>
    private static T Now<T>(Task<T> task)
    {
        task.IsCompletedSuccessfully.ShouldBeTrue();
#pragma warning disable VSTHRD002 // It is over.
        return task.Result;
#pragma warning restore VSTHRD002
    }
}
