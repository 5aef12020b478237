namespace Holdfast.Runs;

/// <summary>The W3C <c>traceparent</c> header: https://www.w3.org/TR/trace-context/#traceparent-header.</summary>
internal static class TraceParent
{
    /// <summary>The run's id is the trace id; the parent id is made of its last bytes and the step, so that the same step has the same id after a crash.</summary>
    public static string Of(Guid run, int step) => string.Create(55, (run, step), static (text, of) =>
    {
        "00-".CopyTo(text);
        of.run.TryFormat(text[3..], out _, "N");
        text[35] = '-';
        ((uint)of.step + 1).TryFormat(text[36..], out _, "x8");
        text.Slice(27, 8).CopyTo(text[44..]);
        "-01".CopyTo(text[52..]);
    });
}
