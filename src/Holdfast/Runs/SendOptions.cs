namespace Holdfast.Runs;

/// <summary>How a message is accepted.</summary>
public sealed record SendOptions
{
    /// <summary>The caller's key, 255 characters at most: sending again with the same key returns the same run. Or null.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether a run in progress is cancelled instead of waited for.</summary>
    public bool CancelsRunning { get; init; }

    /// <summary>How long the text may be, where it was measured before; null for the runtime's limit.</summary>
    internal int? MostCharacters { get; init; }
}
