using Holdfast.Journal;
using Holdfast.People;
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
            .Produces<ErasureView>().Refuses(400, 404, 409, 502);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, AgentRuntime runtime, PersonSources sources, IHoldfastStorage store, TimeProvider time)
    {
        var (caller, user) = (Caller.Of(context), NameOf(context));
        await FindAsync(runtime.Index, sources, caller.Tenant, user, context.RequestAborted);
        var now = time.GetUtcNow();
        await store.Audit.AppendAsync(new AuditAct(now, caller.Tenant, caller.Actor, "person.exported", PersonalData.Subject(caller.Tenant, user)), context.RequestAborted);
        return new PersonExport(runtime, sources, caller.Tenant, user, now);
    }

    private static async Task<IResult> EraseAsync(HttpContext context, AgentRuntime runtime, SessionClosing closing, PersonSources sources, IHoldfastStorage store, TimeProvider time)
    {
        var (caller, user) = (Caller.Of(context), NameOf(context));
        var hasSessions = await FindAsync(runtime.Index, sources, caller.Tenant, user, context.RequestAborted);
        var (open, runs) = (new List<SessionRow>(), new List<Guid>());
        await foreach (var session in PersonSessions.OfAsync(runtime.Index, caller.Tenant, user, context.RequestAborted))
        {
            runs.AddRange((await PersonSessions.RunsAsync(runtime.Index, session.Id, context.RequestAborted)).Select(static run => run.Id));
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

        // Before the sessions: as long as these are there, an interrupted call can be made again with all that leads to the rest.
        var records = await sources.EraseAsync(new Person(caller.Tenant, user, runs), context.RequestAborted);
        if (records.Count > 0)
        {
            var details = string.Join(", ", records.Select(static r => $"{r.Records} {(r.Records == 1 ? "record" : "records")} of {r.Source}"));
            await store.Audit.AppendAsync(new AuditAct(time.GetUtcNow(), caller.Tenant, caller.Actor, "person.erased", PersonalData.Subject(caller.Tenant, user), details), context.RequestAborted);
        }

        var erased = hasSessions ? await store.PersonalData.EraseAsync(caller.Tenant, user, caller.Actor, time.GetUtcNow(), context.RequestAborted) : new ErasedPerson(0, 0, 0);
        return Answer.Json(new ErasureView(erased.Sessions, erased.Runs, erased.Events, records.Sum(static r => r.Records)), ServerJson.Wire.ErasureView);
    }

    /// <summary>Whether the user has sessions; who has none must at least be known to a source.</summary>
    private static async Task<bool> FindAsync(IRunIndex index, PersonSources sources, string tenant, string user, CancellationToken cancellationToken)
    {
        if ((await index.ListSessionsAsync(tenant, user, null, 1, cancellationToken)).Count > 0)
        {
            return true;
        }

        await foreach (var _ in sources.ReadAsync(new Person(tenant, user, []), cancellationToken))
        {
            return false;
        }

        throw new HoldfastException("unknown-user", "There is no session of this user.");
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
