namespace Holdfast.Storage;

/// <summary>How a storage is opened.</summary>
public sealed record StorageOptions
{
    /// <summary>Accepts an engine that is configured to lose commits, which is otherwise refused with <c>store-not-durable</c>. For tests.</summary>
    /// <value>Default false.</value>
    public bool AllowLessDurable { get; init; }
}
