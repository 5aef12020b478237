namespace Holdfast.Server.Keys;

/// <summary>Makes a key of the caller's tenant.</summary>
/// <param name="Name">The new caller's name.</param>
/// <param name="Scopes">What its bearer may do; left out for <c>invoke</c>.</param>
/// <param name="ExpiresAt">From when it is refused; left out for never.</param>
internal sealed record KeyRequest(string Name, IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null);
