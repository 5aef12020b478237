namespace Holdfast.Runs.Commands;

/// <summary>Wait for people, without holding anything: the session is given back until somebody decides or the time is up.</summary>
public sealed record Wait : Command
{
    /// <summary>Wait: for what is in the state.</summary>
    public static Wait Instance { get; } = new();
}
