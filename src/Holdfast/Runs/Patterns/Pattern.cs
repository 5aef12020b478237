using Holdfast.Agents;
using Holdfast.Runs.Commands;

namespace Holdfast.Runs.Patterns;

/// <summary>How an agent proceeds: a pure function from what happened to what is done next.</summary>
/// <remarks>
/// It is asked when no tool call is pending, after limits, cancellation and failures were dealt with. It must depend on nothing but its arguments:
/// the same state gives the same command, in every process, at any later time. Anything it wants to remember it records as an event.
/// </remarks>
public abstract class Pattern
{
    /// <summary>Reason and act in turn until the model answers without calling a tool.</summary>
    public static Pattern ReAct { get; } = new ReActPattern();

    /// <summary>Plan first, then carry out step by step, with a checkpoint after each.</summary>
    /// <param name="confirm">Whether the user is asked before a plan is carried out.</param>
    /// <param name="replans">How often a failed plan is made anew, 0 to 10.</param>
    public static Pattern PlanAndExecute(bool confirm = false, int replans = 2) => new PlanAndExecutePattern(confirm, replans);

    /// <summary>What distinguishes this pattern and its options from others, for the agent's version.</summary>
    public virtual string Fingerprint => GetType().FullName!;

    /// <summary>Returns what is done next.</summary>
    /// <param name="state">What happened so far; no call is pending.</param>
    /// <param name="agent">The agent.</param>
    public abstract Command Next(RunState state, Agent agent);

    /// <summary>What is done instead of ending when no model gives a usable answer; null to end.</summary>
    internal virtual Command? Recover(RunState state, string error) => null;

    /// <summary>How a run that a limit or a person ends is closed without a model; null for the usual way.</summary>
    internal virtual Command? Close(RunState state, TerminationReason reason) => null;

    /// <summary>What is wrong with it for an agent with these tools.</summary>
    internal virtual IEnumerable<string> Faults(IReadOnlyCollection<string> tools) => [];

    /// <summary>Ends the run with an answer: completed, or needing input when its last line asks a question.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="spoken">Whether it is the last reply, already in the conversation.</param>
    protected static Finish Answer(string answer, bool spoken) =>
        new(Asks(answer.AsSpan().TrimEnd()) ? TerminationReason.NeedsInput : TerminationReason.Completed, answer, Spoken: spoken);

    private static bool Asks(ReadOnlySpan<char> answer) => answer[(answer.LastIndexOf('\n') + 1)..].Contains('?');
}
