using Holdfast.Journal;

namespace Holdfast.Testing;

/// <summary>One session in memory. The store's lock guards it.</summary>
internal sealed class MemorySession(SessionRow opened, long number)
{
    private readonly SessionRow opened = opened;

    public Guid Id => opened.Id;

    public string Tenant => opened.Tenant;

    public string User => opened.User;

    public DateTimeOffset OpenedAt => opened.OpenedAt;

    /// <summary>The order of opening.</summary>
    public long Number { get; } = number;

    public List<EventRecord> Events { get; } = [];

    public List<InboxItem> Inbox { get; } = [];

    public SessionStatus Status { get; set; } = opened.Status;

    public string? Owner { get; set; } = opened.Owner;

    public int Epoch { get; set; } = opened.Epoch;

    public DateTimeOffset ReadyAt { get; set; } = opened.OpenedAt;

    /// <summary>While it waits: until when at most.</summary>
    public DateTimeOffset WakeAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; } = opened.ExpiresAt;

    public int Runs { get; set; } = opened.Runs;

    public long FoldFrom { get; set; } = opened.FoldFrom;

    public long Tokens { get; set; } = opened.Tokens;

    public long CostNanos { get; set; } = opened.CostNanos;

    public SessionRow ToRow() => opened with
    {
        Status = Status,
        Owner = Owner,
        Epoch = Epoch,
        ExpiresAt = ExpiresAt,
        Runs = Runs,
        FoldFrom = FoldFrom,
        Tokens = Tokens,
        CostNanos = CostNanos,
        HeadSequence = Events.Count,
        HeadHash = Events.Count == 0 ? default : Events[^1].Hash,
    };
}
