using Holdfast.Server.Configuration;
using Holdfast.Server.Limits;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Auth;

/// <summary>Says who calls, and refuses who may not, or who calls too often. Without keys it keeps web pages of other origins away from the loopback address.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, ApiKeys keys, RateLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeededScope>() is { } needed)
        {
            // Before the key is looked at: whoever tries keys is slowed down, too.
            limits.DemandAddress(context.Connection.RemoteIpAddress);
            var caller = await keys.AnyAsync(context.RequestAborted) ? await AuthenticateAsync(context.Request) : Local(context.Request);
            limits.DemandTenant(caller.Tenant);
            if (!caller.May(needed.Scope))
            {
                var advice = caller.Key is null ? $"Add it to ApiKeys:{caller.Name}:Scopes, or use another key." : "Use a key that has it.";
                throw new RequestFault("missing-scope", $"The key '{caller.Name}' lacks the scope '{needed.Scope}'. {advice}");
            }

            context.Features.Set(caller);
        }

        await next(context);
    }

    private async ValueTask<Caller> AuthenticateAsync(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? throw new RequestFault("unauthorized", "This server needs an API key: send Authorization: Bearer <key>.", "Authorization")
            : await keys.FindAsync(header[Scheme.Length..].Trim(), request.HttpContext.RequestAborted)
                ?? throw new RequestFault("unauthorized", "The API key is not known here, was revoked, or has expired.", "Authorization");
    }

    private static Caller Local(HttpRequest request)
    {
        // A page of another site may reach a loopback address by a name of its own (DNS rebinding) or by a form.
        if (!OptionsCheck.IsLoopback(request.Host.Host))
        {
            throw new RequestFault("host-not-allowed", "Without API keys this server answers to localhost, 127.0.0.1 and [::1] only. Use one of these names, or configure ApiKeys.", "Host");
        }

        if (request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RequestFault("origin-not-allowed", "Without API keys this server takes no requests from web pages of other origins. Configure ApiKeys, or call from the server's own origin.", "Origin");
        }

        return Caller.Local;
    }
}
