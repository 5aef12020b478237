using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Tickets;

/// <summary>The sessions that need a person, and what people do with them.</summary>
internal static class TicketEndpoints
{
    /// <summary>How long an act waits to be seen by its session before the answer says that it will be.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    public static void MapTickets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/tickets", ListAsync).Needs(Scopes.Operate).WithTags("Tickets").WithName("ListTickets").WithSummary("The sessions that need a person, newest first; ?status=all for the closed ones, too")
            .Produces<TicketListView>().Refuses(400);
        routes.MapGet("/v1/tickets/{id}", ReadAsync).Needs(Scopes.Operate).WithTags("Tickets").WithName("ReadTicket").WithSummary("Read a ticket with its transcript")
            .Produces<TicketView>().Refuses(404);
        Act<TicketActRequest>("/v1/tickets/{id}/claim", ClaimAsync, "ClaimTicket", "Take the session over: a person answers in place of the agent");
        Act<TicketReplyRequest>("/v1/tickets/{id}/reply", ReplyAsync, "ReplyToTicket", "Answer the user in the session");
        Act<TicketActRequest>("/v1/tickets/{id}/hand-back", HandBackAsync, "HandBackTicket", "Give the session back to the agent; the ticket stays open");
        Act<TicketActRequest>("/v1/tickets/{id}/close", CloseAsync, "CloseTicket", "End the ticket; the agent answers again");

        void Act<TRequest>(string route, Delegate handler, string name, string summary)
            where TRequest : class => routes.MapPost(route, handler).Needs(Scopes.Operate).WithTags("Tickets").WithName(name).WithSummary(summary)
                .Accepts<TRequest>(isOptional: typeof(TRequest) != typeof(TicketReplyRequest), "application/json").Produces<TicketView>().Produces<TicketView>(StatusCodes.Status202Accepted).Refuses(400, 404, 409);
    }

    private static async Task<IResult> ListAsync(HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var query = new QueryReader(context.Request.Query, "status", "owner", "agent", "session", "overdue", "before", "limit");
        var now = time.GetUtcNow();
        var all = query.Text("status") == "all";
        var status = all ? null : query.Choice<TicketStatus>("status");
        var rows = await runtime.Tickets.ListAsync(
            new TicketQuery
            {
                Tenant = Caller.Of(context).Tenant,
                Status = status,
                Unclosed = !all && status is null,
                Owner = query.Text("owner"),
                Agent = query.Text("agent"),
                Session = query.Id("session"),
                DueBy = query.Text("overdue") == "true" ? now : null,
                Before = query.Time("before"),
                Limit = query.Number("limit", 1, 1000) ?? 50,
            },
            context.RequestAborted);
        return Answer.Json(new TicketListView([.. rows.Select(row => TicketView.Of(row, now))]), ServerJson.Wire.TicketListView);
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var row = await FindAsync(id, context, runtime);
        var said = await runtime.Tickets.ReadConversationAsync(row.Session, tenant: row.Tenant, cancellationToken: context.RequestAborted);
        return Answer.Json(TicketView.Of(row, time.GetUtcNow()) with { Transcript = [.. said.Select(SaidView.Of)] }, ServerJson.Wire.TicketView);
    }

    private static async Task<IResult> ClaimAsync(string id, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var (by, _, ticket) = await ActorAsync(id, context);
        return await AnswerAsync(await runtime.Tickets.ClaimAsync(ticket, by, Caller.Of(context).Tenant, context.RequestAborted), context, runtime, time);
    }

    private static async Task<IResult> ReplyAsync(string id, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var ticket = Ticket(id);
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.TicketReplyRequest);
        var by = ByOf(context, body.By);
        return await AnswerAsync(await runtime.Tickets.ReplyAsync(ticket, by, body.Text, Caller.Of(context).Tenant, context.RequestAborted), context, runtime, time);
    }

    private static async Task<IResult> HandBackAsync(string id, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var (by, note, ticket) = await ActorAsync(id, context);
        return await AnswerAsync(await runtime.Tickets.HandBackAsync(ticket, by, note, Caller.Of(context).Tenant, context.RequestAborted), context, runtime, time);
    }

    private static async Task<IResult> CloseAsync(string id, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var (by, note, ticket) = await ActorAsync(id, context);
        return await AnswerAsync(await runtime.Tickets.CloseAsync(ticket, by, note, Caller.Of(context).Tenant, context.RequestAborted), context, runtime, time);
    }

    private static async Task<(string By, string? Note, Guid Ticket)> ActorAsync(string id, HttpContext context)
    {
        var ticket = Ticket(id);
        var body = await RequestBody.ReadOrNullAsync(context.Request, ServerJson.Wire.TicketActRequest);
        return (ByOf(context, body?.By), body?.Note, ticket);
    }

    private static string ByOf(HttpContext context, string? by)
    {
        var caller = Caller.Of(context);
        return by is null ? caller.Name : ReferenceEquals(caller, Caller.Local) ? by
            : throw new RequestFault("invalid-reply", $"Leave out 'by': with API keys the key says who it is, here '{caller.Name}'.", "by");
    }

    /// <summary>Waits until the session's journal has the act, but not for ever: a run under way ends first.</summary>
    private static async Task<IResult> AnswerAsync(TicketRow before, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var row = await runtime.Tickets.FindAsync(before.Id, before.Tenant, context.RequestAborted) ?? before;
            var isSeen = row.Acts > before.Acts;
            if (isSeen || time.GetElapsedTime(started) > Patience)
            {
                return Answer.Json(TicketView.Of(row, time.GetUtcNow()), ServerJson.Wire.TicketView, isSeen ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
            }

            await Task.Delay(Poll, time, context.RequestAborted);
        }
    }

    private static async Task<TicketRow> FindAsync(string id, HttpContext context, AgentRuntime runtime) =>
        await runtime.Tickets.FindAsync(Ticket(id), Caller.Of(context).Tenant, context.RequestAborted) ?? throw new HoldfastException("unknown-ticket", $"There is no ticket {id}.");

    private static Guid Ticket(string id) => WireId.Parse(id, "unknown-ticket", "ticket");
}
