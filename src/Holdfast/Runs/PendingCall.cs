using Holdfast.Runs.Events;
using System.Collections.Immutable;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>A tool call of the current turn.</summary>
/// <param name="Id">The id that pairs call and result.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments as JSON text.</param>
/// <param name="Number">Its number in the run, from 1: with the run's id it is the idempotency key.</param>
/// <param name="Started">True once a worker was about to execute it.</param>
/// <param name="Result">What the model is shown, once it is finished.</param>
/// <param name="Outcome">How it ended; meaningful once it is finished.</param>
/// <param name="Taint">The source of the untrusted content that the model had read when it asked for the call, or null.</param>
/// <param name="Allowed">Whether policy has allowed it.</param>
/// <param name="Label">The label of its result, or null while there is none.</param>
/// <param name="Edited">Whether a person changed its arguments when approving it.</param>
/// <param name="Child">The run of a called agent that it began, or null.</param>
public sealed record PendingCall(
    string Id, string Name, string Arguments, int Number, bool Started = false, string? Result = null, ToolOutcome Outcome = ToolOutcome.Succeeded,
    string? Taint = null, bool Allowed = false, ResultLabel? Label = null, bool Edited = false,
    DelegationStarted? Child = null)
{
    /// <summary>Whether its result is known.</summary>
    public bool IsFinished => Result is not null;

    /// <summary>The source of the first untrusted result among calls, or null.</summary>
    internal static string? TaintOf(ImmutableArray<PendingCall> calls)
    {
        foreach (var call in calls)
        {
            if (call.Label?.Trust is not null)
            {
                return "tool:" + call.Name;
            }
        }

        return null;
    }

    /// <summary>Whether a called agent works on it.</summary>
    public bool IsUnderWay => Child is not null && Result is null;
}
