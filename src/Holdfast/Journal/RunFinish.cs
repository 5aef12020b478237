namespace Holdfast.Journal;

/// <summary>How a run ended: what the store updates in <see cref="RunRow"/>, the search index and the usage records.</summary>
public sealed record RunFinish
{
    /// <summary>The run.</summary>
    public required Guid Id { get; init; }

    /// <summary>Why it ended.</summary>
    public required TerminationReason Reason { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sequence number of its last event.</summary>
    public required long LastSequence { get; init; }

    /// <summary>How many steps it took.</summary>
    public int Steps { get; init; }

    /// <summary>How sure the agent was of its answer, 0 to 1; null where it was not scored.</summary>
    public double? Confidence { get; init; }

    /// <summary>What it would have cost if the stronger tier of its cascade had done everything, in nano-dollars; null without a cascade.</summary>
    public long? AloneCostNanos { get; init; }

    /// <summary>Whether the stronger tier of its cascade took it over.</summary>
    public bool MovedUp { get; init; }

    /// <summary>The first error it met, or null.</summary>
    public string? Error { get; init; }

    /// <summary>What is searched by words: the input and the answer.</summary>
    public required string Text { get; init; }

    /// <summary>The names of the tools it called, each once.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>What each model was used for and cost; one entry per model, tier and purpose.</summary>
    public IReadOnlyList<RunUsage> Usage { get; init; } = [];
}
