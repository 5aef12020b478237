using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Guards;

/// <summary>
/// Reports messages that hold none of the words that an agent's task is about, as long as none before in the session did. A matter of words and no more, which is
/// why it only observes unless told otherwise; messages of a few words, such as an answer to a question, pass.
/// </summary>
public sealed class TopicGuard : Guard
{
    private const int FewWords = 5;
    private const int ShortestStem = 4;

    private readonly string[] about;

    /// <summary>Makes the guard.</summary>
    /// <param name="about">The words that the task is about, such as <c>appointment</c>; a word that starts with one of at least four letters counts as well.</param>
    /// <exception cref="ArgumentException">There is no word.</exception>
    public TopicGuard(params IEnumerable<string> about)
    {
        this.about = [.. about.SelectMany(Words.Of).Distinct(StringComparer.Ordinal)];
        if (this.about.Length == 0)
        {
            throw new ArgumentException("The topic guard needs words that the agent's task is about.", nameof(about));
        }
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
        var words = Words.Of(text.Text);
        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(
            words.Count < FewWords || IsOnTopic(words) || text.Said.Any(said => IsOnTopic(Words.Of(said))) ? [] : [new GuardFinding("off-topic", 0, text.Text.Length)]);
    }

    private bool IsOnTopic(List<string> words) =>
        words.Exists(word => Array.Exists(about, topic => word == topic || (topic.Length >= ShortestStem && word.StartsWith(topic, StringComparison.Ordinal))));
}
