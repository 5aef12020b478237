namespace Holdfast.Cli.Keys;

/// <summary>Where keys are kept: behind a server, or in a store.</summary>
internal interface IKeySource : IAsyncDisposable
{
    Task<IReadOnlyList<KeyLine>> ListAsync(CancellationToken cancellationToken);

    Task<KeyLine> CreateAsync(string name, string? tenant, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    Task<KeyLine> RotateAsync(Guid id, DateTimeOffset oldUntil, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    Task<KeyLine> RevokeAsync(Guid id, CancellationToken cancellationToken);
}
