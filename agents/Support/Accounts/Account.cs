using Holdfast.Tools;

namespace Holdfast.Agents.Support.Accounts;

/// <summary>Whose account is meant: a tenant's user, in a session. It comes from the principal and never from an argument.</summary>
internal sealed record Account(string Tenant, string User, string Session)
{
    public bool IsAnonymous => User == Principal.Anonymous.User;

    public static Account Of(ToolContext context) => new(context.Principal.Tenant, context.Principal.User, $"{context.Session:N}");
}
