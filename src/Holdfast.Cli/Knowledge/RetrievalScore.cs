namespace Holdfast.Cli.Knowledge;

/// <summary>How well one query was answered.</summary>
internal sealed record RetrievalScore(double Recall5, double Recall10, double Recall20, double Ndcg10, double ReciprocalRank)
{
    /// <summary>Scores a ranking of documents.</summary>
    public static RetrievalScore Of(IReadOnlyList<string> ranking, IReadOnlySet<string> relevant)
    {
        var gained = ranking.Take(10).Select((id, rank) => relevant.Contains(id) ? 1 / Math.Log2(rank + 2) : 0).Sum();
        var ideal = Enumerable.Range(0, Math.Min(10, relevant.Count)).Sum(rank => 1 / Math.Log2(rank + 2));
        var first = ranking.TakeWhile(id => !relevant.Contains(id)).Count();
        return new RetrievalScore(Recall(5), Recall(10), Recall(20), ideal > 0 ? gained / ideal : 0, first == ranking.Count ? 0 : 1.0 / (first + 1));

        double Recall(int depth) => relevant.Count == 0 ? 0 : (double)ranking.Take(depth).Count(relevant.Contains) / relevant.Count;
    }
}
