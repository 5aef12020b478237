namespace Holdfast.Safety.Guards;

/// <summary>What became of a text. Ordered by severity.</summary>
public enum GuardVerdict
{
    /// <summary>It goes on as it is.</summary>
    Pass,

    /// <summary>It goes on with placeholders for what was found.</summary>
    Redact,

    /// <summary>It goes no further.</summary>
    Block,

    /// <summary>It goes no further, and a person takes over.</summary>
    Escalate,
}
