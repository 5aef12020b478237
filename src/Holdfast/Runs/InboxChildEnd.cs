namespace Holdfast.Runs;

/// <summary>The news that a called agent's run has ended. What came of it is in its journal.</summary>
/// <param name="Run">The run that ended.</param>
internal sealed record InboxChildEnd(Guid Run);
