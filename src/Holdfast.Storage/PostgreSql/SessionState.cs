using Holdfast.Journal;

namespace Holdfast.Storage.PostgreSql;

/// <summary>A session as a batch finds it, under its row's lock, and as the batch's commits change it.</summary>
internal sealed class SessionState
{
    public required Guid Id { get; init; }

    public required long Number { get; init; }

    public SessionStatus Status { get; set; }

    public string? Owner { get; set; }

    public int Epoch { get; set; }

    public long ReadyAt { get; set; }

    public long Head { get; set; }

    public int Runs { get; set; }

    public long FoldFrom { get; set; }

    public long ExpiresAt { get; set; }

    public long Tokens { get; set; }

    public long CostNanos { get; set; }

    /// <summary>The row with which this batch opens the session, or null.</summary>
    public SessionRow? Opened { get; init; }

    /// <summary>Whether a row that was there before has to be updated.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The run that was put last and has not ended, as far as this process knows.</summary>
    public (Guid Id, long Number)? OpenRun { get; set; }

    /// <summary>What waits in the inbox; the position is 0 where this batch puts it in.</summary>
    public List<(long Position, long At)> Inbox { get; } = [];

    /// <summary>The session as the next batch finds it when this one is durable; its inbox is left out.</summary>
    public SessionState AsFound() => new()
    {
        Id = Id,
        Number = Number,
        Status = Status,
        Owner = Owner,
        Epoch = Epoch,
        ReadyAt = ReadyAt,
        Head = Head,
        Runs = Runs,
        FoldFrom = FoldFrom,
        ExpiresAt = ExpiresAt,
        OpenRun = OpenRun,
    };
}
