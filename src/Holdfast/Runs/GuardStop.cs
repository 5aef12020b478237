using Holdfast.Models;
using Holdfast.Runs.Events;
using Holdfast.Safety.Guards;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>Why a guard ends the run.</summary>
/// <param name="Guard">The guard.</param>
/// <param name="Point">Where it looked.</param>
/// <param name="Verdict">Block or escalate.</param>
public sealed record GuardStop(string Guard, GuardPoint Point, GuardVerdict Verdict)
{
    /// <summary>What models are shown in the place of a message that a guard stopped.</summary>
    internal static ChatMessage InsteadOfInput { get; } = new(
        ChatRole.User, [new TextContent("[The user's message was withheld by a guard.]") { AdditionalProperties = new() { [ModelCallProperties.Context] = true } }]);

    /// <summary>A blocked result is only withheld; whatever else is blocked, or escalated, ends the run.</summary>
    internal static RunState Apply(RunState state, GuardJudged judged) =>
        judged.Verdict == GuardVerdict.Escalate || (judged.Verdict == GuardVerdict.Block && judged.Point is not (GuardPoint.ToolResult or GuardPoint.Retrieved) && state.Stopped is null)
            ? state with { Stopped = new GuardStop(judged.Guard, judged.Point, judged.Verdict) }
            : state;
}
