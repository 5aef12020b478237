using System.Text.Json;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>What policy knows about a tool: what was declared, and sensible defaults for what was not.</summary>
internal sealed class ToolTraits
{
    /// <summary>Names of parameters that are written for people to read. Any other value of a tool with effects matters to safety unless it is declared otherwise.</summary>
    private static readonly HashSet<string> ContentNames =
    [
        "body", "text", "message", "content", "note", "notes", "comment", "comments", "summary", "description", "reason", "subject", "title", "remark", "remarks",
        "explanation", "html", "markdown", "greeting", "details", "feedback",
    ];

    private static readonly string[] OutsideParameters = ["url", "uri", "link", "endpoint", "webhook", "host", "domain", "recipient", "recipients", "to", "cc", "bcc", "email", "address"];
    private static readonly string[] OutsideNames = ["web", "http", "url", "fetch", "browse", "internet", "online", "mail", "email", "sms", "post", "publish", "upload", "share"];

    /// <summary>Words, or beginnings of words, by which people ask for what a verb in a tool's name does; besides English in a few languages, without accents.</summary>
    private static readonly Dictionary<string, string[]> Synonyms = new(StringComparer.Ordinal)
    {
        ["send"] = ["send", "mail", "email", "forward", "reply", "write", "tell", "message", "text", "inform", "notify", "let", "schreib", "schick", "sende", "envoie", "ecris", "envia", "manda", "invia", "scrivi"],
        ["reply"] = ["reply", "answer", "respond", "write", "send", "tell", "antwort", "schreib", "repond", "responde", "rispondi"],
        ["forward"] = ["forward", "send"],
        ["transfer"] = ["transfer", "pay", "send", "wire", "move", "give", "put", "uberweis", "zahl", "schick", "envoie", "vire", "paie", "transfiere", "paga", "envia", "bonifica"],
        ["pay"] = ["pay", "transfer", "settle", "send", "zahl", "bezahl", "uberweis", "paie", "paga"],
        ["refund"] = ["refund", "money back", "reimburse", "return"],
        ["update"] = ["update", "change", "set", "edit", "correct", "new", "replace", "modify", "ander", "aktualisier", "change", "modifi", "cambia"],
        ["change"] = ["change", "update", "set", "edit", "correct", "modify", "switch"],
        ["set"] = ["set", "change", "update", "make"],
        ["modify"] = ["modify", "change", "update", "edit"],
        ["edit"] = ["edit", "change", "update", "correct"],
        ["cancel"] = ["cancel", "call off", "drop", "delete", "remove", "cannot make", "can't make", "absag", "storn", "annul", "cancela"],
        ["delete"] = ["delete", "remove", "erase", "drop", "clear", "losch", "supprim", "borra", "elimin"],
        ["remove"] = ["remove", "delete", "erase", "drop", "take off"],
        ["book"] = ["book", "schedule", "reserve", "appointment", "arrange", "make", "take", "buche", "reserv", "prenot"],
        ["schedule"] = ["schedule", "book", "arrange", "plan", "set up"],
        ["reserve"] = ["reserve", "book"],
        ["reschedule"] = ["reschedule", "move", "postpone", "shift", "change", "push", "bring forward", "verschieb", "verleg", "deplace", "reporte", "sposta"],
        ["create"] = ["create", "make", "add", "new", "open", "set up", "write", "start"],
        ["add"] = ["add", "create", "new", "put", "include"],
        ["order"] = ["order", "buy", "purchase"],
        ["buy"] = ["buy", "order", "purchase"],
        ["return"] = ["return", "send back", "give back"],
        ["exchange"] = ["exchange", "swap", "replace"],
        ["close"] = ["close", "end", "finish"],
        ["open"] = ["open", "create", "start"],
        ["save"] = ["save", "store", "keep", "remember", "note"],
        ["store"] = ["store", "save", "keep"],
    };

    private static readonly HashSet<string> Empty = [];

    private readonly HashSet<string> content;
    private readonly Dictionary<string, List<string>> choices = new(StringComparer.Ordinal);

    public ToolTraits(ToolSafety declared, string name, bool hasEffects, bool isDestructive, JsonElement parameters)
    {
        Name = name;
        HasEffects = hasEffects;
        IsDestructive = isDestructive;
        Returns = declared.Returns;
        Audience = declared.Audience;
        UntrustedFields = declared.UntrustedFields.Count == 0 ? Empty : declared.UntrustedFields.ToHashSet(StringComparer.OrdinalIgnoreCase);
        NeedsApproval = declared.NeedsApproval;
        KeepsLabels = declared.KeepsLabels;
        content = [.. declared.Content];
        var words = Words.Of(name.Replace('_', ' '));
        var outside = false;
        if (parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (!declared.Relevant.Contains(property.Name) && IsContent(property.Name, property.Value))
                {
                    content.Add(property.Name);
                }

                if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("enum", out var values))
                {
                    choices[property.Name] = [.. values.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)];
                }

                outside |= Words.Of(property.Name.Replace('_', ' ')).Exists(w => Array.IndexOf(OutsideParameters, w) >= 0)
                    || (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("format", out var format) && format.ValueEquals("uri"));
            }
        }

        IsOutside = declared.Outside ?? (outside || words.Exists(w => Array.IndexOf(OutsideNames, w) >= 0));
        Intents = declared.Intents.Count > 0 ? [.. declared.Intents.Select(Words.Fold)]
            : words.Count > 0 && Synonyms.TryGetValue(words[0], out var known) ? [.. known.Append(words[0]).Distinct()]
            : [.. words.Take(1)];
    }

    public string Name { get; }

    public bool HasEffects { get; }

    public bool IsDestructive { get; }

    /// <summary>How far its results are trusted.</summary>
    public Integrity Returns { get; }

    /// <summary>Who may see its results.</summary>
    public Audience Audience { get; }

    /// <summary>Members of a trusted result that hold the words of strangers.</summary>
    public IReadOnlySet<string> UntrustedFields { get; }

    /// <summary>Whether what it is given leaves the tenant.</summary>
    public bool IsOutside { get; }

    /// <summary>Whether every call needs an approval.</summary>
    public bool NeedsApproval { get; }

    /// <summary>Whether what it is given is kept with its label, so that a stranger's value can do no harm by it.</summary>
    public bool KeepsLabels { get; }

    /// <summary>Words with which a principal asks for it.</summary>
    public IReadOnlyList<string> Intents { get; }

    /// <summary>Everything that was declared or assumed.</summary>
    public string Fingerprint => string.Join(
        ' ', Returns, Audience, IsOutside, NeedsApproval, string.Join('|', UntrustedFields.Order(StringComparer.Ordinal)), string.Join('|', Intents), string.Join('|', content.Order(StringComparer.Ordinal)));

    /// <summary>Whether an argument is text for people to read, which decides nothing.</summary>
    public bool IsContent(string argument) => content.Contains(argument);

    /// <summary>Whether an argument is one of a closed set of values, none of which is a stranger's.</summary>
    public bool IsChoice(string argument) => choices.ContainsKey(argument);

    /// <summary>The closed set of values of an argument; empty where it has none.</summary>
    public IReadOnlyList<string> ChoicesOf(string argument) => choices.TryGetValue(argument, out var values) ? values : [];

    private static bool IsContent(string name, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var type = schema.TryGetProperty("type", out var declared) ? declared : default;
        if (type.ValueKind == JsonValueKind.String && type.ValueEquals("boolean"))
        {
            return true;
        }

        return ContentNames.Contains(Words.Of(name.Replace('_', ' ')).LastOrDefault() ?? name)
            && !schema.TryGetProperty("enum", out _) && !schema.TryGetProperty("format", out _) && !schema.TryGetProperty("pattern", out _);
    }
}
