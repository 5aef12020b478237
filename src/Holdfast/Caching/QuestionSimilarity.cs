namespace Holdfast.Caching;

/// <summary>Whether two questions share an answer: what the cache of answers goes by, to be tried and measured.</summary>
public static class QuestionSimilarity
{
    /// <summary>How alike two questions are, 0 to 1; null where they differ in what matters: a word that carries something, a number, a name, a negation, the tense, who is meant; or are longer than 1,000 characters.</summary>
    /// <param name="one">A question.</param>
    /// <param name="two">Another one.</param>
    public static double? Of(string one, string two)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(two);
        return one.Length > AnswerCacheOptions.LongestQuestion || two.Length > AnswerCacheOptions.LongestQuestion || QuestionForm.IsTimely(one) || QuestionForm.IsTimely(two) ? null : QuestionForm.Of(one).Similarity(QuestionForm.Of(two));
    }
}
