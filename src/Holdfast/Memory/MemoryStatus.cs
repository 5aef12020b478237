namespace Holdfast.Memory;

/// <summary>Whether an item of memory counts.</summary>
public enum MemoryStatus
{
    /// <summary>It counts, until its time is over.</summary>
    Current,

    /// <summary>A newer one took its place.</summary>
    Replaced,

    /// <summary>It was taken back.</summary>
    Undone,

    /// <summary>It is recalled no more, and its text is erased as soon as no open session holds it.</summary>
    Forgotten,
}
