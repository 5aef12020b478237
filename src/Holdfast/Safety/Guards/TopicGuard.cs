using Holdfast.Classification;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Guards;

/// <summary>
/// Reports messages that hold none of the words that an agent's task is about, or that a classifier takes for out of scope, as long as none before in the session was
/// on the topic. No certain matter, which is why it only observes unless told otherwise; messages of a few words, such as an answer to a question, pass.
/// </summary>
public sealed class TopicGuard : Guard
{
    private const int FewWords = 5;
    private const int ShortestStem = 4;

    private readonly Predicate<string> isOnTopic;

    /// <summary>Makes the guard.</summary>
    /// <param name="about">The words that the task is about, such as <c>appointment</c>; a word that starts with one of at least four letters counts as well.</param>
    /// <exception cref="ArgumentException">There is no word.</exception>
    public TopicGuard(params IEnumerable<string> about)
    {
        string[] topics = [.. about.SelectMany(Words.Of).Distinct(StringComparer.Ordinal)];
        if (topics.Length == 0)
        {
            throw new ArgumentException("The topic guard needs words that the agent's task is about.", nameof(about));
        }

        isOnTopic = text => Words.Of(text).Exists(word => Array.Exists(topics, topic => word == topic || (topic.Length >= ShortestStem && word.StartsWith(topic, StringComparison.Ordinal))));
    }

    /// <summary>Makes the guard.</summary>
    /// <param name="classifier">A classifier that was trained on what the agent's task is about.</param>
    public TopicGuard(TextClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        isOnTopic = text => classifier.Predict(text).InScope;
    }

    /// <inheritdoc/>
    public override string Name => "topic";

    /// <inheritdoc/>
    public override GuardPoint Points => GuardPoint.Input;

    /// <inheritdoc/>
    public override GuardMode Mode => GuardMode.Observe;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(
            Words.Of(text.Text).Count < FewWords || isOnTopic(text.Text) || text.Said.Any(said => isOnTopic(said)) ? [] : [new GuardFinding("off-topic", 0, text.Text.Length)]);
    }
}
