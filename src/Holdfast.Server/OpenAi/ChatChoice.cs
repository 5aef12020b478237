using System.Text.Json.Serialization;

namespace Holdfast.Server.OpenAi;

/// <summary>The one answer.</summary>
/// <param name="Index">0.</param>
/// <param name="Message">The answer, when it is not streamed.</param>
/// <param name="Delta">A part of the answer, when it is streamed.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> when a limit ended the run, <c>content_filter</c> when a guard did; null before the end.</param>
internal sealed record ChatChoice(
    int Index,
    ChatMessageView? Message,
    ChatMessageView? Delta,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason)
{
    public static string FinishOf(TerminationReason? reason) => reason switch
    {
        TerminationReason.BudgetExhausted or TerminationReason.StepLimit or TerminationReason.TimeLimit => "length",
        TerminationReason.BlockedByGuard => "content_filter",
        _ => "stop",
    };
}
