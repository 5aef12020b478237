namespace Holdfast.Server.Auth;

/// <summary>Who sent a request.</summary>
/// <param name="Name">The name of the API key; <c>local</c> where none is configured.</param>
/// <param name="Tenant">The tenant it belongs to.</param>
/// <param name="Scopes">What it may do.</param>
internal sealed record Caller(string Name, string Tenant, IReadOnlyList<string> Scopes)
{
    /// <summary>The caller where no key is configured: whoever reaches the loopback address.</summary>
    public static Caller Local { get; } = new("local", "default", [Auth.Scopes.Invoke, Auth.Scopes.Approve, Auth.Scopes.Operate, Auth.Scopes.Admin]);

    public bool May(string scope) => Scopes.Contains(scope, StringComparer.Ordinal) || Scopes.Contains(Auth.Scopes.Admin, StringComparer.Ordinal);

    /// <summary>The principal of a session that this caller opens.</summary>
    public Principal For(string? user) => new(Tenant, user ?? Principal.Anonymous.User, Scopes);

    /// <summary>The caller of a request that passed <see cref="AccessMiddleware"/>.</summary>
    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route has no scope.");
}
