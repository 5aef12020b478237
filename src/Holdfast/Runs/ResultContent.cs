using Holdfast.Safety.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>A tool's result as a model is shown it: between marks unless all of it is trusted.</summary>
internal static class ResultContent
{
    /// <summary>The content of a call's result.</summary>
    /// <param name="state">The state, for the session's mark.</param>
    /// <param name="call">The call.</param>
    /// <param name="none">What is said where there is no result.</param>
    public static FunctionResultContent Of(RunState state, PendingCall call, string none)
    {
        var text = call.Result ?? none;
        return call.Label is { IsFromTool: true, Trust: not null } label
            ? new FunctionResultContent(call.Id, UntrustedText.Wrap(text, "tool:" + call.Name, state.Mark)) { RawRepresentation = label with { Raw = text } }
            : new FunctionResultContent(call.Id, text) { RawRepresentation = call.Label };
    }

    /// <summary>The result as the tool gave it.</summary>
    public static string RawOf(FunctionResultContent content) => (content.RawRepresentation as ResultLabel)?.Raw ?? content.Result as string ?? "";

    /// <summary>A part of a result for a summary, marked as the result was.</summary>
    public static string Shortened(RunState state, FunctionResultContent content, Func<string, string> shorten) =>
        content.RawRepresentation is ResultLabel { Raw: { } raw } label ? UntrustedText.Wrap(shorten(raw), "tool:" + label.Tool, state.Mark) : shorten(RawOf(content));
}
