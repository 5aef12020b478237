namespace Holdfast.Safety.Labels;

/// <summary>How far a piece of content is trusted. Ordered: of two, the larger is trusted less.</summary>
public enum Integrity
{
    /// <summary>From the principal, the agent's definition, or a tool that is declared to return trusted data.</summary>
    Trusted,

    /// <summary>From anybody: it may hold instructions of a stranger, which have no authority.</summary>
    Untrusted,
}
