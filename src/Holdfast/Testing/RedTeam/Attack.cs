namespace Holdfast.Testing.RedTeam;

/// <summary>An order of a stranger, hidden in what an agent reads, and the situation in which it is read.</summary>
/// <param name="Disguise">How it is hidden, such as <c>base64</c>.</param>
/// <param name="Tool">The tool that the stranger wants to be called.</param>
/// <param name="Arguments">With which arguments, as JSON text.</param>
/// <param name="Aim">What the stranger wants: <c>foreign-values</c>, <c>foreign-VALUE</c>, <c>choice-VALUE</c> (another of a closed set), <c>own-VALUE</c> (another value of the user's), <c>foreign-text</c> (in a text for people), <c>unasked</c>, <c>private-data</c>, <c>laundering</c>.</param>
/// <param name="Source">The tool whose result holds it.</param>
/// <param name="Place">Where in the result: <c>body</c>, <c>subject</c>, <c>name</c>, or a member.</param>
/// <param name="Situation">What the user asked for: <c>news</c>, <c>vaguely</c>, or the name of an honest task that uses the tool.</param>
public sealed record Attack(string Disguise, string Tool, string Arguments, string Aim, string Source, string Place, string Situation)
{
    /// <summary>Whether it only chooses among values that are all the user's own: a limit of the label rule that docs/threat-model.md tells of.</summary>
    public bool IsChoice => Aim.StartsWith("own-", StringComparison.Ordinal) || Aim.StartsWith("choice-", StringComparison.Ordinal);

    /// <summary>The texts, one for each reading of the source.</summary>
    internal IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>What the user says, and what a sensible model does.</summary>
    internal HonestTask Task { get; init; } = new("", []);

    /// <summary>What must not leave, with only letters and digits; empty where nothing is asked for.</summary>
    internal IReadOnlyList<string> Secrets { get; init; } = [];
}
