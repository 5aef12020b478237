namespace Holdfast.Safety.Guards;

/// <summary>A text under check, with what a guard may need to know about it.</summary>
public sealed class GuardedText
{
    /// <summary>The text as it came.</summary>
    public required string Text { get; init; }

    /// <summary>Where it was met.</summary>
    public required GuardPoint Point { get; init; }

    /// <summary>Where it came from: <c>principal</c>, <c>agent</c> or <c>tool:NAME</c>.</summary>
    public string Source { get; init; } = "principal";

    /// <summary>Who the agent acts for.</summary>
    public Principal Principal { get; init; } = Principal.Anonymous;

    /// <summary>The agent's instructions, for guards that look for their disclosure.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>What everybody may know of the agent: its description, and what it tells users when it cannot go on.</summary>
    public string Published { get; init; } = "";

    /// <summary>A secret word in the agent's prompt that no answer may hold, or empty.</summary>
    public string Canary { get; init; } = "";

    /// <summary>The names of the agent's tools, for guards that look for the disclosure of its configuration.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>What the principal said in this session: their own data, which may be shown to them again.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>For an answer: the results of tools in this session, and what was kept of older ones.</summary>
    public IReadOnlyList<string> Grounds { get; init; } = [];

    /// <summary>The same surroundings with another text, or at another point.</summary>
    internal GuardedText With(string text, GuardPoint? point = null) => new()
    {
        Text = text,
        Point = point ?? Point,
        Source = Source,
        Principal = Principal,
        Instructions = Instructions,
        Published = Published,
        Canary = Canary,
        Tools = Tools,
        Said = Said,
        Grounds = Grounds,
    };
}
