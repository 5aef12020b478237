namespace Holdfast.Server.Auth;

internal static class AccessExtensions
{
    /// <summary>Demands a scope of the caller.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, string scope) => route.WithMetadata(new NeededScope(scope));
}
