namespace Holdfast.Memory;

/// <summary>What an item of memory is.</summary>
public enum MemoryKind
{
    /// <summary>Something that is so: of the user, or of somebody or something that they spoke of.</summary>
    Fact,

    /// <summary>How the user wants something to be done.</summary>
    Preference,

    /// <summary>What was learned from how things went.</summary>
    Pattern,

    /// <summary>What a session was about, and how it ended.</summary>
    Episode,
}
