using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Knowledge.Search;

namespace Holdfast.Caching;

/// <summary>
/// What a question says, apart from how it is put: its words without endings, without those that carry nothing, in their order. Two questions say the same only when these are the same,
/// numbers, names and negations included, and neither speaks of what was where the other speaks of what will be, of what I do to you where the other has you do it to me, or of my thing where
/// the other means any.
/// </summary>
internal sealed partial class QuestionForm
{
    /// <summary>Far more than a question of <see cref="AnswerCacheOptions.LongestQuestion"/> takes, in milliseconds.</summary>
    private const int Patience = 10_000;

    /// <summary>Words that carry nothing by themselves. Words that are left out here only cost a hit; words too many would make a wrong one.</summary>
    private static readonly HashSet<string> Empty =
    [
        "a", "an", "the", "this", "that", "these", "those", "is", "are", "am", "be", "been", "being", "was", "were", "do", "does", "did", "has", "have", "having", "had", "will", "would", "shall",
        "should", "might", "i", "me", "my", "mine", "myself", "we", "our", "ours", "you", "your", "yours", "u", "it", "its", "there", "of", "so", "just", "really", "actually", "very", "quite", "also",
        "too", "any", "some",
    ];

    private static readonly HashSet<string> Past = ["was", "were", "did", "had"];
    private static readonly HashSet<string> Future = ["will", "would", "shall"];
    private static readonly HashSet<string> Speaker = ["i", "me", "we", "us", "my", "our"];
    private static readonly HashSet<string> Spoken = ["you", "u", "your"];
    private static readonly HashSet<string> Owned = ["my", "mine", "our"];
    private static readonly HashSet<string> Indefinite = ["a", "an", "another"];

    private readonly List<string> words;
    private readonly Dictionary<string, bool> owned = new(StringComparer.Ordinal);
    private readonly bool past;
    private readonly bool future;
    private readonly bool? speakerFirst;

    private QuestionForm(string text)
    {
        (Exact, words) = Read(text);
        var content = new List<string>();
        bool? possession = null;
        int speaker = -1, spoken = -1;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            past |= Past.Contains(word);
            future |= Future.Contains(word);
            speaker = speaker < 0 && Speaker.Contains(word) ? i : speaker;
            spoken = spoken < 0 && Spoken.Contains(word) ? i : spoken;
            possession = Owned.Contains(word) ? true : Indefinite.Contains(word) ? false : possession;
            if (Empty.Contains(word))
            {
                continue;
            }

            var stem = EnglishStem.Inflection(word);
            content.Add(stem);
            if (possession is { } mine)
            {
                owned.TryAdd(stem, mine);
                possession = null;
            }
        }

        speakerFirst = speaker < 0 || spoken < 0 ? null : speaker < spoken;
        if (content.Remove("why"))
        {
            // "It failed, why?" asks what "Why did it fail?" asks.
            content.Insert(0, "why");
        }

        Content = string.Join(' ', content);
    }

    /// <summary>The words without case, punctuation and spacing.</summary>
    public string Exact { get; }

    /// <summary>What it says; empty where it says nothing by itself, such as "Hello?".</summary>
    public string Content { get; }

    /// <summary>A hash of <see cref="Content"/>, of the words themselves where that is empty.</summary>
    public string Meaning => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content.Length == 0 ? "=" + Exact : Content)));

    /// <summary>Whether the right answer changes by itself: the question speaks of now, of a day counted from today, or has a value that was taken out.</summary>
    public static bool IsTimely(string text) => Timely().IsMatch(text);

    public static QuestionForm Of(string text) => new(text);

    /// <summary>How alike two questions are, 0 to 1; null where they differ in what matters.</summary>
    public double? Similarity(QuestionForm other)
    {
        if (Exact == other.Exact && Content == other.Content)
        {
            return 1;
        }

        if (Content.Length == 0 || Content != other.Content || (past && !future && other.future && !other.past) || (future && !past && other.past && !other.future)
            || (speakerFirst is { } mine && other.speakerFirst is { } others && mine != others)
            || owned.Any(thing => other.owned.TryGetValue(thing.Key, out var theirs) && theirs != thing.Value))
        {
            return null;
        }

        var (one, two) = (Features(), other.Features());
        return Math.Min(1, Math.Round(Product(one, two) / Math.Sqrt(Product(one, one) * Product(two, two)), 6));
    }

    private static double Product(Dictionary<string, double> one, Dictionary<string, double> two) => one.Sum(pair => pair.Value * two.GetValueOrDefault(pair.Key));

    private Dictionary<string, double> Features()
    {
        var features = new Dictionary<string, double>(StringComparer.Ordinal);
        var before = "^";
        foreach (var word in words.Select(EnglishStem.Inflection))
        {
            features[word] = features.GetValueOrDefault(word) + 1;
            features[$"{before} {word}"] = features.GetValueOrDefault($"{before} {word}") + 0.5;
            before = word;
        }

        features[$"{before} $"] = 0.5;
        return features;
    }

    /// <summary>Reads the words: as they are; and without politeness, with short forms written out.</summary>
    private static (string Exact, List<string> Words) Read(string text)
    {
        text = text.Normalize(NormalizationForm.FormKC).Replace('’', '\'');
        var exact = string.Join(' ', Word().Matches(text).Select(static m => m.Value.ToLowerInvariant()));
        var plain = Not().Replace(Cannot().Replace(Polite().Replace(text, " ").Replace("won't", "will not", StringComparison.OrdinalIgnoreCase), "$1 not"), "$1 not");
        plain = Short().Replace(Will().Replace(plain, "$1 will"), static m => $"{m.Groups[1].Value} {Long(m.Groups[2].Value)}");
        var shouted = !text.Any(char.IsLower);
        var read = new List<string>();
        var end = 0;
        foreach (Match match in Word().Matches(plain))
        {
            // A name or an acronym that is written as a word that carries nothing, as in "Is Will there?" and "Who is in IT?"; a sentence may begin with any.
            var folded = match.Value.ToLowerInvariant();
            var begins = read.Count == 0 || plain.AsSpan(end, match.Index - end).ContainsAny(".,;:!?\"()\n");
            read.Add(!shouted && !begins && match.Value != "I" && char.IsUpper(match.Value[0]) && Empty.Contains(folded) ? "=" + folded : folded);
            end = match.Index + match.Length;
        }

        return (exact, read);
    }

    /// <summary>The word that a short form stands for; what it means of "Ann's" and of "I'd" carries nothing either way.</summary>
    private static string Long(string cut) => cut.ToLowerInvariant() switch { "s" => "is", "m" => "am", "re" => "are", "ve" => "have", _ => "" };

    /// <summary>A number with its separators, a word, or a sign that is no punctuation.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{M}\p{N}])[-−]?[\p{L}\p{M}\p{N}_-]{0,40}\p{N}(?:[\p{L}\p{M}\p{N}.,:/_-]{0,40}[\p{L}\p{M}\p{N}])?|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}.,;:!?'""()\-]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Word();

    [GeneratedRegex(@"\b(?:could|can|would|will) (?:you|u|someone|anyone|anybody) (?:(?:please|kindly|pls) )?(?:help me (?:to )?)?(?:tell|show|explain|let|inform|advise)(?: to)?(?: me)?(?: know)?\b|\b(?:(?:please|pls|kindly) )?(?:tell|show|explain to|let|inform) me(?: know)?\b|\bi(?: would like|'d like| want| need| wish) to (?:know|find out|ask)(?: about)?\b|\b(?:do|would) you know\b(?! about)|\bi(?: was|'m| am)? (?:just )?wondering(?: if| about)?\b|\bgood (?:morning|afternoon|evening|day)\b|\b(?:please|pls|plz|hi|hello|hey|dear|thanks|thank(?: you)?|cheers|kindly|sorry|excuse me|ok|okay)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Polite();

    [GeneratedRegex(@"\b(can)(?:'t|not)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Cannot();

    [GeneratedRegex(@"\b(\p{L}{1,40})n't\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Not();

    [GeneratedRegex(@"\b(\p{L}{1,40})'ll\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Will();

    [GeneratedRegex(@"\b(\p{L}{1,40})'(s|m|re|ve|d)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Short();

    [GeneratedRegex(@"\b(?:todays?|today's|tonight|tomorrow|yesterday|now|nowadays|current|currently|latest|recent|recently|lately|ago|heute|morgen|gestern|jetzt|aujourd'hui|demain|hier|maintenant|hoy|mañana|ayer|ahora|oggi|domani|ieri|adesso)\b|\b(?:this|next|last|past|coming) (?:second|minute|hour|day|week|weekend|month|quarter|year|morning|afternoon|evening|night|mon|tues|wednes|thurs|fri|satur|sun)|\bwhat (?:time|day|date) is it\b|\bwhat is the (?:time|day|date)\b|\[[a-z][a-z-]*(?::\d+)?\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Patience)]
    private static partial Regex Timely();
}
