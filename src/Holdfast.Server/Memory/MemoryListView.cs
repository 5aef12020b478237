namespace Holdfast.Server.Memory;

/// <summary>What agents remember of a user, newest first.</summary>
/// <param name="Memory">The items.</param>
internal sealed record MemoryListView(IReadOnlyList<MemoryView> Memory);
