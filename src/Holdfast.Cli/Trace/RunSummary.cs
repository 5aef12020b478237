namespace Holdfast.Cli.Trace;

/// <summary>The figures of a run.</summary>
internal sealed record RunSummary
{
    public required string Run { get; init; }

    /// <summary>The run at the top of the calls; the run itself, where nobody called its agent.</summary>
    public required string Trace { get; init; }

    public required string Session { get; init; }

    public required string Agent { get; init; }

    public string Version { get; init; } = "";

    public string? User { get; init; }

    public required string Status { get; init; }

    public string? Reason { get; init; }

    public string? Error { get; init; }

    public long Steps { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public decimal Cost { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
