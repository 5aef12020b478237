namespace Holdfast.Cli.Trace;

/// <summary>Which runs are wanted. All that is set must hold.</summary>
internal sealed record TraceQuery
{
    public string? User { get; init; }

    public string? Agent { get; init; }

    public string? Session { get; init; }

    public string? Text { get; init; }

    public string? Tool { get; init; }

    public string? Error { get; init; }

    public TerminationReason? Reason { get; init; }

    public int Limit { get; init; } = 20;
}
