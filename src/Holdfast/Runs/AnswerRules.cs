using Holdfast.Agents;
using Holdfast.Caching;

namespace Holdfast.Runs;

/// <summary>Which questions may be answered from what was answered before, and which answers may be given again. Pure.</summary>
internal static class AnswerRules
{
    /// <summary>Whether it has to be looked up now: for the first message of a session, before anything else is done about it.</summary>
    public static bool MayLookUp(RunState state, Agent agent) =>
        agent.Answers is not null && state is { LookedUp: null, Steps: 0, Ordinal: 1, Pending.IsEmpty: true, Messages.Count: 1, ReadPrivate: false } && IsAlone(state);

    /// <summary>Whether the answer of a run that ended may be given to others: it rests on nothing but the agent, its trusted documents and the question.</summary>
    public static bool MayKeep(RunState state, Agent agent) =>
        agent.Answers is not null
        && state is { LookedUp.Answer: null, Ordinal: 1, Error: null, Finished: { Reason: TerminationReason.Completed, Partial: false, Answer: { Length: > 0 and <= AnswerCacheOptions.LongestAnswer } answer } }
        && IsAlone(state)
        && state.Tools.All(agent.Reads)
        && !QuestionForm.IsTimely(answer);

    /// <summary>Whether the question can be understood without whatever else there is: another agent's task, what is remembered of the user, what strangers wrote.</summary>
    private static bool IsAlone(RunState state) =>
        state is { CalledBy: null, Ending: null, Stopped: null, Taint: null, Recalled: null or { Items.Count: 0, Unverified: 0 }, Summary: null, Ticket: null }
        && state.Carried.Texts.Count == 0 && state.Notes.IsEmpty
        && state.Input.Length is > 0 and <= AnswerCacheOptions.LongestQuestion && !QuestionForm.IsTimely(state.Input);
}
