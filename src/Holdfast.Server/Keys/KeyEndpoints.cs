using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Wire;
using Holdfast.Storage;
using Holdfast.Storage.Identity;

namespace Holdfast.Server.Keys;

/// <summary>The stored API keys of the caller's tenant.</summary>
internal static class KeyEndpoints
{
    private static readonly TimeSpan ChangeOver = TimeSpan.FromHours(24);

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/keys", ListAsync).Needs(Scopes.Admin).WithTags("Keys").WithName("ListKeys").WithSummary("The stored API keys of the tenant, without the keys themselves")
            .Produces<KeyListView>().Refuses();
        routes.MapPost("/v1/keys", CreateAsync).Needs(Scopes.Admin).WithTags("Keys").WithName("CreateKey").WithSummary("Make an API key; only this answer holds it")
            .Accepts<KeyRequest>("application/json").Produces<KeyView>(StatusCodes.Status201Created).Refuses(400);
        routes.MapPost("/v1/keys/{id}/rotate", RotateAsync).Needs(Scopes.Admin).WithTags("Keys").WithName("RotateKey")
            .WithSummary("Make a key that takes the place of this one, which stays good for 24 hours or until old_expires_at")
            .Accepts<RotationRequest>(isOptional: true, "application/json").Produces<KeyView>(StatusCodes.Status201Created).Refuses(400, 404, 409);
        routes.MapPost("/v1/keys/{id}/revoke", RevokeAsync).Needs(Scopes.Admin).WithTags("Keys").WithName("RevokeKey").WithSummary("End a key at once")
            .Produces<KeyView>().Refuses(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IHoldfastStorage store, TimeProvider time)
    {
        var rows = await store.ApiKeys.ListAsync(Caller.Of(context).Tenant, context.RequestAborted);
        return Answer.Json(new KeyListView([.. rows.Select(row => KeyView.Of(row, time.GetUtcNow()))]), ServerJson.Wire.KeyListView);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, IHoldfastStorage store, ApiKeys keys, TimeProvider time)
    {
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.KeyRequest);
        var caller = Caller.Of(context);
        var now = time.GetUtcNow();
        var issued = await store.ApiKeys.CreateAsync(
            new ApiKeyRequest(caller.Tenant, body.Name, body.Scopes ?? [Scopes.Invoke], body.ExpiresAt), caller.Actor, now, context.RequestAborted);
        keys.Forget();
        return Show(context, issued, now);
    }

    private static async Task<IResult> RotateAsync(string id, HttpContext context, IHoldfastStorage store, ApiKeys keys, TimeProvider time)
    {
        var key = WireId.Parse(id, "unknown-key", "key");
        var body = await RequestBody.ReadOrNullAsync(context.Request, ServerJson.Wire.RotationRequest) ?? new RotationRequest();
        var caller = Caller.Of(context);
        var now = time.GetUtcNow();
        var issued = await store.ApiKeys.RotateAsync(caller.Tenant, key, body.OldExpiresAt ?? now + ChangeOver, body.ExpiresAt, caller.Actor, now, context.RequestAborted);
        keys.Forget();
        return Show(context, issued, now);
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, IHoldfastStorage store, ApiKeys keys, TimeProvider time)
    {
        var caller = Caller.Of(context);
        var now = time.GetUtcNow();
        var revoked = await store.ApiKeys.RevokeAsync(caller.Tenant, WireId.Parse(id, "unknown-key", "key"), caller.Actor, now, context.RequestAborted);
        keys.Forget();
        return Answer.Json(KeyView.Of(revoked, now), ServerJson.Wire.KeyView);
    }

    private static IResult Show(HttpContext context, IssuedApiKey issued, DateTimeOffset now)
    {
        // Nobody in between keeps the one answer that holds a secret.
        context.Response.Headers.CacheControl = "no-store";
        return Answer.Json(KeyView.Of(issued, now), ServerJson.Wire.KeyView, StatusCodes.Status201Created);
    }
}
