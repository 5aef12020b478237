namespace Holdfast;

/// <summary>Who an agent acts for. Authority comes from here and never from a prompt.</summary>
/// <param name="Tenant">The tenant; <c>default</c> where there is only one.</param>
/// <param name="User">The user within the tenant; <c>anonymous</c> when nobody is named.</param>
/// <param name="Scopes">What the principal may do. A tool that needs a scope is refused without it.</param>
public sealed record Principal(string Tenant, string User, IReadOnlyList<string> Scopes)
{
    /// <summary>The principal used where none is named: tenant <c>default</c>, user <c>anonymous</c>, no scopes.</summary>
    public static Principal Anonymous { get; } = new("default", "anonymous", []);
}
