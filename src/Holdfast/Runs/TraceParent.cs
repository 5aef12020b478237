namespace Holdfast.Runs;

/// <summary>The W3C <c>traceparent</c> header: https://www.w3.org/TR/trace-context/#traceparent-header.</summary>
internal static class TraceParent
{
    /// <summary>The id of the run that nobody called is the trace id; the parent id is made of the last bytes of the run's and the step, so that the same step has the same id after a crash.</summary>
    public static string Of(RunState state) => Of(state.CalledBy?.Trace ?? state.Run, state.Run, state.Steps);

    private static string Of(Guid trace, Guid run, int step) => string.Create(55, (trace, run, step), static (text, of) =>
    {
        "00-".CopyTo(text);
        of.run.TryFormat(text[3..], out _, "N");
        text.Slice(27, 8).CopyTo(text[44..]);
        of.trace.TryFormat(text[3..], out _, "N");
        text[35] = '-';
        ((uint)of.step + 1).TryFormat(text[36..], out _, "x8");
        "-01".CopyTo(text[52..]);
    });
}
