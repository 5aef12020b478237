using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Memory;

/// <summary>The tools with which an agent remembers. What they do is done by the engine, which knows whose words a value comes from.</summary>
internal static class MemoryTools
{
    public const string Remember = "remember";
    public const string Recall = "recall";
    public const string Forget = "forget";

    /// <summary>The member of a result of <see cref="Recall"/> that holds what strangers' words had a part in.</summary>
    public const string Unverified = "unverified";

    /// <summary>The tools of an agent that remembers.</summary>
    public static IEnumerable<Tool> Create() => [
        ToolMethods.Of(
            Remember,
            "Keeps something about the user for later conversations: a fact, a preference, or what you learned about how to serve them. Use it when they tell you something lasting, or ask you to remember it. A new value takes the place of the old one with the same key.",
            OfRemember,
            // Nothing is asked of people: what a stranger's words had a part in is kept as such.
            new ToolAttribute { Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted, Audience = Audience.Anyone, Reach = ToolReach.Inside, ByEngine = true, KeepsLabels = true }),
        ToolMethods.Of(
            Recall,
            "Finds what was kept about the user in earlier conversations, and what those were about. Use it when the user refers to something said before that you do not see.",
            OfRecall,
            new ToolAttribute { Effect = ToolEffect.Read, Returns = Integrity.Trusted, UntrustedFields = [Unverified], Audience = Audience.Principal, Reach = ToolReach.Inside, ByEngine = true }),
        ToolMethods.Of(
            Forget,
            "Erases what was kept about the user under a key, for good. Use it only when the user asks for it.",
            OfForget,
            new ToolAttribute
            {
                Effect = ToolEffect.Destructive,
                Idempotent = true,
                Returns = Integrity.Trusted,
                Audience = Audience.Anyone,
                Reach = ToolReach.Inside,
                ByEngine = true,
                Intents = ["forget", "erase", "delete", "remove", "vergiss", "losch", "oublie", "olvida", "dimentica"],
            }),
    ];

    private static string OfRemember(
        [Description("What it is about, in a word or two, such as address or preferred_time."), StringLength(MemoryItem.LongestKey, MinimumLength = 1)] string key,
        [Description("The value, as short as it can be."), StringLength(1_000, MinimumLength = 1)] string value,
        [Description("Whom or what it is about: user, or a name."), StringLength(MemoryItem.LongestKey, MinimumLength = 1)] string subject = MemoryItem.UserSubject,
        [Description("What it is.")] RememberedKind kind = RememberedKind.Fact,
        [Description("The last day on which it is so, as yyyy-MM-dd; leave it out where there is none.")] DateOnly? until = null,
        [Description("How sure it is, from 0 to 1."), Range(0.0, 1.0)] double confidence = 1) => throw new UnreachableException(key + value + subject + kind + until + confidence);

    private static string OfRecall([Description("What you want to know, in a few words."), StringLength(200, MinimumLength = 1)] string about) => throw new UnreachableException(about);

    private static string OfForget([Description("The key of what is to be forgotten, or everything."), StringLength(MemoryItem.LongestKey, MinimumLength = 1)] string key) =>
        throw new UnreachableException(key);

    /// <summary>The kinds that a model may keep.</summary>
    public enum RememberedKind
    {
        /// <summary>Something that is so.</summary>
        Fact,

        /// <summary>How the user wants something to be done.</summary>
        Preference,

        /// <summary>What was learned from how things went.</summary>
        Pattern,
    }
}
