using Holdfast.Classification;

namespace Holdfast.Agents;

/// <summary>How a router finds the specialist for a message.</summary>
public sealed record Routing
{
    /// <summary>A classifier whose labels are names of specialists; asked first, because it is free and takes no time. Null for none.</summary>
    public TextClassifier? Classifier { get; init; }

    /// <summary>Whether the tier <c>fast</c> is asked where the classifier is not sure, or there is none.</summary>
    /// <value>Default true.</value>
    public bool UsesModel { get; init; } = true;

    /// <summary>How sure the classifier or the model must be, above 0 to 1.</summary>
    /// <value>Default 0.7.</value>
    public double Confidence { get; init; } = 0.7;

    /// <summary>Whether the user is asked, once, which specialist is meant when nobody can tell; otherwise the conversation is passed on to a person.</summary>
    /// <value>Default true.</value>
    public bool AsksWhenUnsure { get; init; } = true;

    /// <summary>The specialist that takes what nobody can route: the model does not answer, or the user's own answer did not help. Null to pass it on to a person.</summary>
    public string? Default { get; init; }

    /// <summary>How often specialists may hand the conversation on in one run, 0 to 20. Further hand-overs are refused.</summary>
    /// <value>Default 3.</value>
    public int HandOvers { get; init; } = 3;

    internal IEnumerable<string> Faults(IReadOnlyList<Agent> specialists)
    {
        if (specialists.Count < 2) { yield return $"A router needs at least two specialists, and has {specialists.Count}."; }
        if (Confidence is not (> 0 and <= 1)) { yield return $"Routing.{nameof(Confidence)} is {Confidence}; it must be above 0 and at most 1."; }
        if (HandOvers is < 0 or > 20) { yield return $"Routing.{nameof(HandOvers)} is {HandOvers}; it must be between 0 and 20."; }
        if (Classifier is null && !UsesModel) { yield return "The router has neither a classifier nor the model to route by."; }
        foreach (var twice in specialists.GroupBy(static s => s.Name, StringComparer.Ordinal).Where(static g => g.Count() > 1))
        {
            yield return $"Two specialists are named '{twice.Key}'.";
        }

        foreach (var router in specialists.Where(static s => s.Specialists.Count > 0))
        {
            yield return $"The specialist '{router.Name}' is a router itself: name its specialists here instead.";
        }

        foreach (var specialist in specialists.Where(static s => s.Memory is not null))
        {
            yield return $"The specialist '{specialist.Name}' remembers users, and its sessions are the router's: say {nameof(AgentBuilder.Remembers)}() there.";
        }

        var names = string.Join(", ", specialists.Select(static s => s.Name));
        if (Default is { } chosen && !specialists.Any(s => s.Name == chosen))
        {
            yield return $"Routing.{nameof(Default)} is '{chosen}', which is no specialist. They are: {names}.";
        }

        foreach (var label in Classifier?.Labels.Where(label => !specialists.Any(s => s.Name == label)) ?? [])
        {
            yield return $"The classifier knows the label '{label}', and no specialist has this name. They are: {names}.";
        }
    }
}
