using Holdfast.Knowledge;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Wire;
using Holdfast.Storage;
using Holdfast.Storage.Identity;
using Microsoft.AspNetCore.Http.Features;

namespace Holdfast.Server.Knowledge;

/// <summary>The knowledge bases of the caller's tenant.</summary>
internal static class KnowledgeEndpoints
{
    private const string Base = "/v1/knowledge/{base}";
    private const string Document = Base + "/documents/{**path}";

    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        Route(routes.MapGet("/v1/knowledge", ListAsync), Scopes.Operate, "ListKnowledge", "The knowledge bases of the tenant").Produces<KnowledgeListView>().Refuses();
        Route(routes.MapPut(Base, SaveAsync), Scopes.Operate, "SaveKnowledge", "Make a knowledge base, or change what it is said to be about")
            .Accepts<KnowledgeRequest>(isOptional: true, "application/json").Produces<KnowledgeView>().Refuses(400);
        Route(routes.MapGet(Base, ReadAsync), Scopes.Operate, "ReadKnowledge", "Read how a knowledge base stands").Produces<KnowledgeView>().Refuses(404);
        Route(routes.MapDelete(Base, RemoveAsync), Scopes.Operate, "RemoveKnowledge", "Remove a knowledge base with all it holds").Produces(StatusCodes.Status204NoContent).Refuses(404);
        Route(routes.MapGet(Base + "/documents", ListDocumentsAsync), Scopes.Operate, "ListDocuments", "The documents of a knowledge base, by path; ?after=PATH for the next ones")
            .Produces<DocumentListView>().Refuses(400, 404);
        Route(routes.MapGet(Document, ReadDocumentAsync), Scopes.Invoke, "ReadDocument", "Read the text of a document, which the offsets of citations count in").Produces<DocumentView>().Refuses(404);
        Route(routes.MapPut(Document, PutDocumentAsync), Scopes.Operate, "PutDocument", "Put a document into a knowledge base; the body is the document, ?title=, ?tags=a,b and ?metadata=key:value tell more")
            .Accepts<string>("*/*").Produces<DocumentView>().Refuses(400, 404, 413, 415, 422);
        Route(routes.MapDelete(Document, RemoveDocumentAsync), Scopes.Operate, "RemoveDocument", "Remove a document").Produces(StatusCodes.Status204NoContent).Refuses(404);
        Route(routes.MapPost(Base + "/search", SearchAsync), Scopes.Invoke, "SearchKnowledge", "Find the passages that fit a question best")
            .Accepts<KnowledgeSearchRequest>("application/json").Produces<KnowledgeSearchView>().Refuses(400, 404);

        static RouteHandlerBuilder Route(RouteHandlerBuilder route, string scope, string name, string summary) =>
            route.Needs(scope).WithTags("Knowledge").WithName(name).WithSummary(summary);
    }

    private static async Task<IResult> ListAsync(HttpContext context, KnowledgeBases bases) => Answer.Json(
        new KnowledgeListView([.. (await bases.ListAsync(Caller.Of(context).Tenant, context.RequestAborted)).Select(KnowledgeView.Of)]), ServerJson.Wire.KnowledgeListView);

    private static async Task<IResult> SaveAsync(string @base, HttpContext context, KnowledgeBases bases, IHoldfastStorage store, TimeProvider time)
    {
        var body = await RequestBody.ReadOrNullAsync(context.Request, ServerJson.Wire.KnowledgeRequest);
        var saved = await bases.SaveAsync(Caller.Of(context).Tenant, @base, body?.Description, context.RequestAborted);
        await AuditAsync(context, store, time, "knowledge.saved", @base);
        return Answer.Json(KnowledgeView.Of(saved), ServerJson.Wire.KnowledgeView);
    }

    private static async Task<IResult> ReadAsync(string @base, HttpContext context, KnowledgeBases bases) =>
        Answer.Json(KnowledgeView.Of(await bases.FindAsync(Caller.Of(context).Tenant, @base, context.RequestAborted)), ServerJson.Wire.KnowledgeView);

    private static async Task<IResult> RemoveAsync(string @base, HttpContext context, KnowledgeBases bases, IHoldfastStorage store, TimeProvider time)
    {
        await bases.RemoveAsync(Caller.Of(context).Tenant, @base, context.RequestAborted);
        await AuditAsync(context, store, time, "knowledge.removed", @base);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ListDocumentsAsync(string @base, HttpContext context, KnowledgeBases bases)
    {
        var query = new QueryReader(context.Request.Query, "after", "limit");
        var documents = await bases.ListDocumentsAsync(Caller.Of(context).Tenant, @base, query.Text("after"), query.Number("limit", 1, 1000) ?? 100, context.RequestAborted);
        return Answer.Json(new DocumentListView([.. documents.Select(DocumentView.Of)]), ServerJson.Wire.DocumentListView);
    }

    private static async Task<IResult> ReadDocumentAsync(string @base, string path, HttpContext context, KnowledgeBases bases)
    {
        var tenant = Caller.Of(context).Tenant;
        var text = await bases.ReadTextAsync(tenant, @base, path, context.RequestAborted);
        return Answer.Json(DocumentView.Of(await bases.FindDocumentAsync(tenant, @base, path, context.RequestAborted)) with { Text = text }, ServerJson.Wire.DocumentView);
    }

    private static async Task<IResult> PutDocumentAsync(
        string @base, string path, HttpContext context, KnowledgeBases bases, HoldfastServerOptions options, IHoldfastStorage store, TimeProvider time)
    {
        var tenant = Caller.Of(context).Tenant;
        var query = new QueryReader(context.Request.Query, "title", "tags", "metadata");
        await bases.FindAsync(tenant, @base, context.RequestAborted);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.MaxDocumentBytes;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var put = await bases.PutAsync(
            tenant,
            @base,
            new KnowledgeSource
            {
                Path = path,
                Content = body.GetBuffer().AsMemory(0, (int)body.Length),
                MediaType = context.Request.ContentType ?? "",
                Title = query.Text("title"),
                Tags = query.Text("tags")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
                Metadata = MetadataOf(query),
            },
            context.RequestAborted);
        await AuditAsync(context, store, time, "document.put", $"{@base}/{path}", put.Changed ? "" : "as it was");
        var document = await bases.FindDocumentAsync(tenant, @base, path, context.RequestAborted);
        return Answer.Json(DocumentView.Of(document) with { Changed = put.Changed, Embedded = put.Embedded }, ServerJson.Wire.DocumentView);
    }

    private static async Task<IResult> RemoveDocumentAsync(string @base, string path, HttpContext context, KnowledgeBases bases, IHoldfastStorage store, TimeProvider time)
    {
        await bases.RemoveDocumentAsync(Caller.Of(context).Tenant, @base, path, context.RequestAborted);
        await AuditAsync(context, store, time, "document.removed", $"{@base}/{path}");
        return TypedResults.NoContent();
    }

    private static Task AuditAsync(HttpContext context, IHoldfastStorage store, TimeProvider time, string act, string subject, string details = "")
    {
        // What was done is told also when the caller has hung up.
        var caller = Caller.Of(context);
        return store.Audit.AppendAsync(new AuditAct(time.GetUtcNow(), caller.Tenant, caller.Actor, act, subject, details), CancellationToken.None);
    }

    private static async Task<IResult> SearchAsync(string @base, HttpContext context, KnowledgeBases bases)
    {
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.KnowledgeSearchRequest);
        var filter = new KnowledgeFilter { Path = body.Path, Tags = body.Tags ?? [], Metadata = body.Metadata ?? new Dictionary<string, string>() };
        var found = await bases.SearchAsync(
            Caller.Of(context).Tenant, @base, new KnowledgeQuery { Text = body.Query, Limit = body.Limit ?? 5, Filter = filter }, context.RequestAborted);
        return Answer.Json(new KnowledgeSearchView(found.Version, found.Hits, found.OnlyWords), ServerJson.Wire.KnowledgeSearchView);
    }

    private static Dictionary<string, string> MetadataOf(QueryReader query)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.Text("metadata")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            metadata[colon > 0 ? part[..colon].Trim() : throw query.Fault("metadata", part, "pairs such as region:eu,audience:staff")] = part[(colon + 1)..].Trim();
        }

        return metadata;
    }
}
