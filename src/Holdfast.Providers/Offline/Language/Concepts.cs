using System.Collections.Frozen;

namespace Holdfast.Providers.Offline.Language;

/// <summary>Groups of everyday words that ask for the same thing. A word may belong to several.</summary>
internal static class Concepts
{
    private static readonly FrozenDictionary<string, string[]> Groups = Index(
        "book: book booking schedule scheduling reserve reservation arrange",
        "make: book schedule reserve create make order register",
        "cancel: cancel cancellation canceling delete remove drop revoke abort scrap erase",
        "reschedule: reschedule move shift postpone change push delay rebook rearrange switch swap",
        "update: update change modify edit correct adjust alter set amend switch",
        "create: create add new register open make insert",
        "available: available availability free opening slot vacancy vacant spare",
        "look: check look see find search lookup show list get retrieve fetch view display tell query",
        "send: send resend deliver notify forward email text mail sms message",
        "confirm: confirm confirmation receipt",
        "preference: preference prefer favourite favorite usual setting",
        "buy: buy order purchase",
        "refund: refund return reimburse money",
        "exchange: exchange replace swap",
        "cost: cost price fee charge expensive",
        "track: track status where tracking progress",
        "ship: ship shipping shipment delivery deliver parcel package",
        "pay: pay payment charge bill invoice",
        "client: client customer user guest patient member",
        "item: item product article goods",
        "compute: compute calculate calculation determine find",
        "convert: convert conversion translate change",
        "weather: weather forecast temperature",
        "place: location place city area region",
        "human: human person agent representative operator someone",
        "recommend: recommend suggest recommendation suggestion",
        "meeting: meeting appointment visit session");

    /// <summary>Words whose first place in a tool's name says what it does.</summary>
    private static readonly FrozenSet<string> Actions =
        FrozenSet.ToFrozenSet(["book", "cancel", "reschedule", "update", "create", "available", "send", "buy", "refund", "exchange", "track", "pay", "convert", "ship"]);

    private static readonly FrozenDictionary<string, string> Phrases = new (string Words, string Meaning)[]
    {
        ("call off", "cancel"), ("get rid", "cancel"), ("send back", "return"), ("set up", "book"), ("put off", "reschedule"), ("bring forward", "reschedule"),
        ("push back", "reschedule"), ("sign up", "register"), ("fit in", "available"), ("make appointment", "book"), ("have appointment", "book"), ("i have", "list"), ("pencil in", "book"), ("how much", "price"),
    }.ToFrozenDictionary(pair => pair.Words, pair => pair.Meaning);

    /// <summary>Adds the meaning of two-word verbs, such as "call off", to the words of a request.</summary>
    public static List<string> Expand(IReadOnlyList<string> words)
    {
        var expanded = words.ToList();
        for (var index = 0; index + 1 < words.Count; index++)
        {
            // Objects stand inside such verbs: "call my appointment off".
            for (var next = index + 1; next < Math.Min(words.Count, index + 5); next++)
            {
                if (Phrases.TryGetValue(words[index] + " " + words[next], out var meaning))
                {
                    expanded.Add(meaning);
                }
            }
        }

        return expanded;
    }

    /// <summary>The groups a stem belongs to; none for most words.</summary>
    public static IReadOnlyList<string> Of(string stem) => Groups.GetValueOrDefault(stem) ?? [];

    /// <summary>The actions a stem may stand for.</summary>
    public static IEnumerable<string> ActionsOf(string stem) => Of(stem).Where(Actions.Contains);

    private static FrozenDictionary<string, string[]> Index(params string[] groups)
    {
        var index = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var (name, words) = (group[..group.IndexOf(':', StringComparison.Ordinal)], group[(group.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            foreach (var stem in words.Split(' ').Select(Stemmer.Stem).Distinct(StringComparer.Ordinal))
            {
                (index.TryGetValue(stem, out var list) ? list : index[stem] = []).Add(name);
            }
        }

        return index.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }
}
