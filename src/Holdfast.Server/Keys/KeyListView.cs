namespace Holdfast.Server.Keys;

/// <summary>The stored keys of the caller's tenant.</summary>
/// <param name="Keys">The keys, newest first.</param>
internal sealed record KeyListView(IReadOnlyList<KeyView> Keys);
