namespace Holdfast.Tools;

/// <summary>What a tool does to the world. It decides when a call may be repeated, run in parallel, or must wait for a commit.</summary>
public enum ToolEffect
{
    /// <summary>Only looks. May be repeated and run in parallel with other reads.</summary>
    Read,

    /// <summary>Changes something that can be changed back. Runs in order, after its cause is durable.</summary>
    Write,

    /// <summary>Changes something that cannot be changed back (deletes, pays, sends). Runs in order, after its cause is durable.</summary>
    Destructive,
}
