namespace Holdfast.Storage.PostgreSql;

/// <summary>A run as a batch finds it.</summary>
internal sealed class RunState
{
    public required long Number { get; init; }

    public required Guid Session { get; init; }

    public bool IsFinished { get; set; }
}
