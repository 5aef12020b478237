using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;
using Holdfast.Storage;
using Holdfast.Storage.Identity;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Server.Persons;

/// <summary>What is kept of a person: given out, and erased.</summary>
internal static class PersonEndpoints
{
    public static void MapPersons(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/users/{user}/export", ExportAsync).Needs(Scopes.Admin).WithTags("Persons").WithName("ExportUser")
            .WithSummary("All that is kept of a user: sessions, runs, events, feedback, as JSON lines")
            .Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson").Refuses(400, 404);
        routes.MapPost("/v1/users/{user}/erase", EraseAsync).Needs(Scopes.Admin).WithTags("Persons").WithName("EraseUser")
            .WithSummary("Close the user's sessions and erase what they hold; figures and the hash chain stay")
            .Produces<ErasureView>().Refuses(400, 404, 409);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, AgentRuntime runtime, IHoldfastStorage store, TimeProvider time)
    {
        var (caller, user) = (Caller.Of(context), NameOf(context));
        await DemandAsync(runtime.Index, caller.Tenant, user, context.RequestAborted);
        var now = time.GetUtcNow();
        await store.Audit.AppendAsync(new AuditAct(now, caller.Tenant, caller.Actor, "person.exported", PersonalData.Subject(caller.Tenant, user)), context.RequestAborted);
        return new PersonExport(runtime, caller.Tenant, user, now);
    }

    private static async Task<IResult> EraseAsync(HttpContext context, AgentRuntime runtime, SessionClosing closing, IHoldfastStorage store, TimeProvider time)
    {
        var (caller, user) = (Caller.Of(context), NameOf(context));
        await DemandAsync(runtime.Index, caller.Tenant, user, context.RequestAborted);
        var open = new List<SessionRow>();
        await foreach (var session in PersonSessions.OfAsync(runtime.Index, caller.Tenant, user, context.RequestAborted))
        {
            if (session.Status != SessionStatus.Closed)
            {
                open.Add(session);
            }
        }

        // Who called an agent ends before it: with its answer the caller would go on.
        foreach (var session in open.OrderBy(static session => session.OpenedAt))
        {
            await closing.CloseAsync(session.Id, caller.Name, context.RequestAborted);
        }

        var erased = await store.PersonalData.EraseAsync(caller.Tenant, user, caller.Actor, time.GetUtcNow(), context.RequestAborted);
        return Answer.Json(new ErasureView(erased.Sessions, erased.Runs, erased.Events), ServerJson.Wire.ErasureView);
    }

    private static async Task DemandAsync(IRunIndex index, string tenant, string user, CancellationToken cancellationToken)
    {
        if ((await index.ListSessionsAsync(tenant, user, null, 1, cancellationToken)).Count == 0)
        {
            throw new HoldfastException("unknown-user", "There is no session of this user.");
        }
    }

    /// <summary>The user that the path names. Taken from the request as it was sent: a name may hold a slash, which routing does not decode.</summary>
    /// <exception cref="HoldfastException"><c>invalid-user</c>.</exception>
    private static string NameOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var parts = target.Split('?')[0].TrimEnd('/').Split('/');
        var user = Uri.UnescapeDataString(parts[^2]);
        SessionRequest.CheckUser(user, "user");
        return user;
    }
}
