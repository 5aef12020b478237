namespace Holdfast.Runs;

/// <summary>Another worker owns the session now: this one drops the run without a further word.</summary>
internal sealed class OwnershipLostException(Guid session, string why)
    : HoldfastException("ownership-lost", $"Session {session} is owned by another worker ({why}).");
