using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>The label of a tool's result, found in <see cref="AIContent.RawRepresentation"/> of its <see cref="FunctionResultContent"/>.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">What it was called with, as JSON text.</param>
/// <param name="Outcome">How the call ended.</param>
/// <param name="Trust">As in <see cref="Events.ToolFinished.Trust"/>.</param>
/// <param name="Private">Whether not everybody may see it.</param>
public sealed record ResultLabel(string Tool, string Arguments, ToolOutcome Outcome, string? Trust, bool Private)
{
    /// <summary>The whole result holds the words of strangers.</summary>
    public const string Untrusted = "untrusted";

    /// <summary>Some members of the result hold the words of strangers.</summary>
    public const string Mixed = "mixed";

    /// <summary>Where the result comes from: <c>tool:NAME</c>.</summary>
    public string Source => "tool:" + Tool;

    /// <summary>The result as the tool gave it, where the content holds it between marks; else null.</summary>
    public string? Raw { get; init; }

    /// <summary>Whether the tool itself speaks. What Holdfast says about a call may repeat a refused value, so it vouches for none.</summary>
    public bool IsFromTool => Outcome is ToolOutcome.Succeeded or ToolOutcome.Failed;
}
