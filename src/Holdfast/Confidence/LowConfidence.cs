namespace Holdfast.Confidence;

/// <summary>What becomes of an answer that is under the agent's threshold.</summary>
public enum LowConfidence
{
    /// <summary>The run ends as escalated: a person answers, and has the answer that was not given in the ticket.</summary>
    Escalate,

    /// <summary>The user is asked to say more, once; when the next answer is under the threshold, too, a person answers.</summary>
    Ask,
}
