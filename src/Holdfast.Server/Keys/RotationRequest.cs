namespace Holdfast.Server.Keys;

/// <summary>Makes a key that takes the place of another.</summary>
/// <param name="OldExpiresAt">Until when the old key stays good; left out for 24 hours from now.</param>
/// <param name="ExpiresAt">From when the new key is refused; left out for as long as the old one was made for.</param>
internal sealed record RotationRequest(DateTimeOffset? OldExpiresAt = null, DateTimeOffset? ExpiresAt = null);
