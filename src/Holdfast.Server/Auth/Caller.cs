using Holdfast.Server.Wire;

namespace Holdfast.Server.Auth;

/// <summary>Who sent a request.</summary>
/// <param name="Name">The name of the API key; <c>local</c> where there is none.</param>
/// <param name="Tenant">The tenant it belongs to.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Key">The id of a stored key; null for a configured one.</param>
internal sealed record Caller(string Name, string Tenant, IReadOnlyList<string> Scopes, Guid? Key = null)
{
    /// <summary>The caller where there is no key: whoever reaches the loopback address.</summary>
    public static Caller Local { get; } = new("local", "default", [Auth.Scopes.Invoke, Auth.Scopes.Approve, Auth.Scopes.Operate, Auth.Scopes.Admin]);

    /// <summary>The caller as the audit log names it.</summary>
    public string Actor => Key is { } id ? $"{Name} ({WireId.Of(id)})" : ReferenceEquals(this, Local) ? Name : $"{Name} (configured)";

    public bool May(string scope) => Scopes.Contains(scope, StringComparer.Ordinal) || Scopes.Contains(Auth.Scopes.Admin, StringComparer.Ordinal);

    /// <summary>The principal of a session that this caller opens.</summary>
    public Principal For(string? user) => new(Tenant, user ?? Principal.Anonymous.User, Scopes);

    /// <summary>The caller of a request that passed <see cref="AccessMiddleware"/>.</summary>
    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route has no scope.");
}
