namespace Holdfast.Runs;

/// <summary>A request to cancel a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="By">Who asks.</param>
internal sealed record InboxCancel(Guid Run, string By);
