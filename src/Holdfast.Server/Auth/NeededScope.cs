namespace Holdfast.Server.Auth;

/// <summary>Metadata of a route: what its caller must be allowed to do.</summary>
/// <param name="Scope">The scope.</param>
internal sealed record NeededScope(string Scope);
