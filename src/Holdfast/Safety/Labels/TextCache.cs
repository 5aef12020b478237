using System.Runtime.CompilerServices;

namespace Holdfast.Safety.Labels;

/// <summary>Texts of conversations that are in memory, so that each is taken apart once and not at every decision.</summary>
/// <remarks>Safe for concurrent use. An entry lives as long as the string that it was made of.</remarks>
internal sealed class TextCache
{
    private readonly ConditionalWeakTable<string, TrustedText> known = [];

    /// <summary>Returns a text as something to look values up in.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="text">The text. The same string means the same text.</param>
    /// <param name="at">When it was said, in the zone of who said it; the default where that does not matter.</param>
    /// <param name="untrusted">Members of the JSON text that are left out, or null to take the whole.</param>
    public TrustedText Get(string source, string text, DateTimeOffset at = default, IReadOnlySet<string>? untrusted = null)
    {
        // A constant of the program may be said by several, at several times.
        if (known.TryGetValue(text, out var found) && found.Source == source && found.At == at)
        {
            return found;
        }

        var made = untrusted is null
            ? new TrustedText(source, text, at)
            : new TrustedText(source, UntrustedMembers.Without(text, untrusted) ?? "", at, () => TrustedRecord.In(text, untrusted));
        known.AddOrUpdate(text, made);
        return made;
    }
}
