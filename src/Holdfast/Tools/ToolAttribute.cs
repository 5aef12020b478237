using Holdfast.Safety.Labels;

namespace Holdfast.Tools;

/// <summary>Marks a method as a tool and declares how it behaves. The JSON Schema is derived from the signature.</summary>
/// <remarks>
/// Describe the method and each parameter with <see cref="System.ComponentModel.DescriptionAttribute"/>. Ranges, lengths and
/// patterns come from <c>System.ComponentModel.DataAnnotations</c> attributes, choices from enums, optional parameters from defaults.
/// A parameter of type <see cref="ToolContext"/> or <see cref="CancellationToken"/> is filled by Holdfast and not shown to the model.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolAttribute : Attribute
{
    /// <summary>Declares a tool named after the method, in snake case without a final <c>Async</c>.</summary>
    public ToolAttribute()
    {
    }

    /// <summary>Declares a tool.</summary>
    /// <param name="name">The name the model sees: letters, digits, <c>_</c> and <c>-</c>, 64 at most.</param>
    public ToolAttribute(string name)
    {
        Name = name;
    }

    /// <summary>The name the model sees, or null for the method's name in snake case.</summary>
    public string? Name { get; }

    /// <summary>What the tool does to the world.</summary>
    /// <value>Default <see cref="ToolEffect.Write"/>: what is not declared harmless is treated as an effect.</value>
    public ToolEffect Effect { get; set; } = ToolEffect.Write;

    /// <summary>Whether repeating a call with the same idempotency key has no further effect. Reads always are.</summary>
    /// <value>Default false.</value>
    public bool Idempotent { get; set; }

    /// <summary>How long one execution may take, in seconds, above 0.</summary>
    /// <value>Default 30.</value>
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>How often a failed execution is tried again where that is safe (reads and idempotent writes), 0 to 10.</summary>
    /// <value>Default 2.</value>
    public int Retries { get; set; } = 2;

    /// <summary>The largest result the model is shown, in characters, at least 200. More is cut with a hint how to ask for less.</summary>
    /// <value>Default 16000.</value>
    public int ResultLimit { get; set; } = 16_000;

    /// <summary>How long a result may be used again for the same call of the same user, in seconds, 0 to 86,400; 0 for never. Only for reads (docs/tools.md).</summary>
    /// <remarks>The session that changes something is told nothing from before. What changes elsewhere may be told for as long.</remarks>
    /// <value>Default 0.</value>
    public double CacheSeconds { get; set; }

    /// <summary>The scope the principal needs, or null.</summary>
    public string? Scope { get; set; }

    /// <summary>The name of a method on the same class that answers whether a call happened, or null.</summary>
    /// <remarks>Signature: <c>Task&lt;ToolProbe&gt; Name(ToolContext context, CancellationToken cancellationToken)</c>; the call is found by
    /// <see cref="ToolContext.IdempotencyKey"/>. It is asked after a crash, before anything else is done.</remarks>
    public string? Probe { get; set; }

    /// <summary>The name of a method on the same class that tells what a call would change, or null. Its text is shown to those who approve the call.</summary>
    /// <remarks>It has the parameters of the tool and changes nothing.</remarks>
    public string? Preview { get; set; }

    /// <summary>How far its results are trusted.</summary>
    /// <value>Default <see cref="Integrity.Untrusted"/>: they may hold instructions of strangers.</value>
    public Integrity Returns { get; set; } = Integrity.Untrusted;

    /// <summary>Members of a trusted JSON result, at any depth, that hold the words of strangers, such as <c>notes</c>.</summary>
    public string[] UntrustedFields { get; set; } = [];

    /// <summary>Who may see its results.</summary>
    /// <value>Default <see cref="Audience.Principal"/>.</value>
    public Audience Audience { get; set; } = Audience.Principal;

    /// <summary>Whether its results are documents that it looked up: guards look at them as such (<see cref="Holdfast.Safety.Guards.GuardPoint.Retrieved"/>).</summary>
    /// <value>Default false.</value>
    public bool Retrieves { get; set; }

    /// <summary>Whether what it is given leaves the tenant.</summary>
    /// <value>Default <see cref="ToolReach.Unknown"/>: told by its name and parameters.</value>
    public ToolReach Reach { get; set; }

    /// <summary>Whether every call needs the approval of a person.</summary>
    /// <value>Default false.</value>
    public bool NeedsApproval { get; set; }

    /// <summary>Words with which a user asks for it, such as <c>refund</c>, <c>money back</c>.</summary>
    /// <value>Default empty: the verb in its name and common synonyms.</value>
    public string[] Intents { get; set; } = [];

    /// <summary>Parameters that are text for people and decide nothing, besides those that are so by their names (body, message, notes, reason and the like).</summary>
    public string[] Content { get; set; } = [];

    /// <summary>Parameters that matter to safety although their names or types say otherwise.</summary>
    public string[] Relevant { get; set; } = [];

    /// <summary>Whether the engine carries it out, which knows the session. Such a call is in the journal, and may be repeated.</summary>
    internal bool ByEngine { get; set; }

    /// <summary>Whether what it is given is kept with its label, so that a stranger's value needs no person.</summary>
    internal bool KeepsLabels { get; set; }
}
