using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>What is declared about a tool's safety. What is not declared is assumed to be on the safe side.</summary>
internal sealed record ToolSafety
{
    /// <summary>How far its results are trusted.</summary>
    /// <value>Default <see cref="Integrity.Untrusted"/>: they may hold instructions of strangers.</value>
    public Integrity Returns { get; init; } = Integrity.Untrusted;

    /// <summary>Members of a trusted JSON result, at any depth, that hold the words of strangers, such as <c>notes</c>.</summary>
    public IReadOnlyList<string> UntrustedFields { get; init; } = [];

    /// <summary>Who may see its results.</summary>
    /// <value>Default <see cref="Audience.Principal"/>.</value>
    public Audience Audience { get; init; } = Audience.Principal;

    /// <summary>Whether what it is given leaves the tenant; null to tell by its name and parameters (addresses, recipients, the web).</summary>
    public bool? Outside { get; init; }

    /// <summary>Whether every call needs the approval of a person.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>Words with which a principal asks for it, such as <c>refund</c>, <c>money back</c>; empty for the verb in its name and common synonyms.</summary>
    public IReadOnlyList<string> Intents { get; init; } = [];

    /// <summary>Arguments that are text for people and decide nothing, besides those that are so by their names (body, message, notes, reason and the like).</summary>
    public IReadOnlyList<string> Content { get; init; } = [];

    /// <summary>Arguments that matter to safety although their names or types say otherwise.</summary>
    public IReadOnlyList<string> Relevant { get; init; } = [];

    /// <summary>Whether what it is given is kept with its label.</summary>
    public bool KeepsLabels { get; init; }
}
