using System.Text;
using Holdfast.Agents;
using Holdfast.Runs.Events;
using Holdfast.Safety.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>What of the conversation a model is shown. Pure, without a model, so that making room cannot fail.</summary>
internal static class ContextWindow
{
    /// <summary>UTF-8 bytes per token, low enough for most texts in Latin script; the provider's own limit is the safety net.</summary>
    private const int BytesPerToken = 3;

    private const int SummaryLimit = 4_000;

    /// <summary>Returns the size to shrink to when the window is over its limit and can be shrunk, else null.</summary>
    /// <remarks>Half of the limit, so that it does not run again on the next turn for a few tokens.</remarks>
    public static long? IsOver(RunState state, Agent agent)
    {
        var limit = (long)agent.Limits.WindowTokens * BytesPerToken;
        return state.Messages.Bytes > limit && CutFor(state, limit / 2) is not null ? limit / 2 : null;
    }

    /// <summary>Returns the first event to keep so that the window is at most the target, calls and results kept together; null when nothing can go.</summary>
    public static long? CutFor(RunState state, long targetBytes)
    {
        var kept = 0L;
        long? cut = null;
        for (var i = state.Messages.Count - 1; i > 0; i--)
        {
            var message = state.Messages[i];
            kept += message.Bytes;
            if (kept > targetBytes && cut is not null)
            {
                break;
            }

            // A tool's results belong to the message before them. The newest exchange stays whatever its size.
            if (message.Message.Role != ChatRole.Tool && state.Messages[i - 1].Sequence != message.Sequence)
            {
                cut = message.Sequence;
            }
        }

        return cut;
    }

    /// <summary>Summarises what leaves the window: who said what, which tools gave what, shortened.</summary>
    public static ContextCompacted Compact(RunState state, Agent agent, long targetBytes)
    {
        var keepFrom = CutFor(state, targetBytes) ?? throw new InvalidOperationException("Nothing can leave the window; Next must not ask for it.");
        var text = new StringBuilder(state.Summary is null ? "" : state.Summary + "\n");
        for (var i = 0; i < state.Messages.Count && state.Messages[i].Sequence < keepFrom; i++)
        {
            Describe(text, state, state.Messages[i].Message);
        }

        var summary = text.Length <= SummaryLimit ? text.ToString() : "…" + UntrustedText.AfterCut(text.ToString(text.Length - SummaryLimit, SummaryLimit), state.Mark);
        return new ContextCompacted(keepFrom, summary, new CarriedState(
            state.SessionTokens,
            state.SessionCostNanos,
            state.Run,
            state.Ordinal,
            state.Input,
            state.StartedAt,
            state.Steps,
            state.CallsMade,
            state.Tokens,
            state.CostNanos,
            state.Usage,
            state.Tools,
            [.. state.UnknownOutcomes],
            state.Turns,
            state.Reply,
            state.Error,
            state.Plan is { } plan && plan.Run == state.Ordinal ? plan : null,
            state.Taint,
            state.ReadPrivate,
            RunSituation.CarryOver(state, agent, keepFrom),
            state.PlanIsTrusted,
            state.Waited.TotalMilliseconds,
            state.Grants.IsEmpty ? null : state.Grants,
            state.Confirmed,
            state.Ticket,
            state.CalledBy,
            state.CalledTokens,
            state.CalledCostNanos,
            state.Lapsed,
            state.Workflow,
            state.Route == RouteState.None ? null : state.Route));
    }

    private static void Describe(StringBuilder text, RunState state, ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } said:
                    text.Append(message.Role == ChatRole.User ? "User: " : "Assistant: ").AppendLine(Shorten(said.Text));
                    break;
                case FunctionCallContent call:
                    text.Append("Called ").Append(call.Name).Append(' ').AppendLine(Shorten((call.RawRepresentation as Models.ToolCallArguments)?.Json ?? ""));
                    break;
                case FunctionResultContent result:
                    text.Append("Result: ").AppendLine(ResultContent.Shortened(state, result, Shorten));
                    break;
            }
        }
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 200 ? line : line[..(char.IsHighSurrogate(line[199]) ? 199 : 200)] + "…";
    }
}
