namespace Holdfast.Storage.Identity;

/// <summary>A stored API key: all of it but the key itself, of which only the SHA-256 is kept.</summary>
public sealed record ApiKey
{
    /// <summary>Its id, which is no secret.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant it belongs to.</summary>
    public required string Tenant { get; init; }

    /// <summary>The caller's name, as journal and audit log record it.</summary>
    public required string Name { get; init; }

    /// <summary>The beginning of the key, by which a person recognises it.</summary>
    public required string Prefix { get; init; }

    /// <summary>What its bearer may do.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null when it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether it is good at a moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsActive(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}
