using System.Collections.Immutable;

namespace Holdfast.Runs;

/// <summary>How far the workflow of a run is: the data of its steps.</summary>
/// <param name="Outputs">What finished steps brought, by their names, as JSON text.</param>
/// <param name="Errors">Why steps failed for good, by their names.</param>
/// <param name="Tries">How often steps failed and were tried again, by their names.</param>
/// <param name="Asked">The calls that steps asked for and have not looked at yet: step and call id.</param>
public sealed record WorkflowState(
    ImmutableDictionary<string, string> Outputs, ImmutableDictionary<string, string> Errors, ImmutableDictionary<string, int> Tries, ImmutableDictionary<string, string> Asked)
{
    /// <summary>Nothing is done yet.</summary>
    public static WorkflowState Empty { get; } = new(
        ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, int>.Empty, ImmutableDictionary<string, string>.Empty);
}
