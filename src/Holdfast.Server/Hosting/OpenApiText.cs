using Microsoft.AspNetCore.OpenApi;

namespace Holdfast.Server.Hosting;

/// <summary>What the OpenAPI document says of the whole.</summary>
internal static class OpenApiText
{
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Holdfast";
        document.Info.Version = "v1";
        document.Info.Description = "Runs LLM agents durably. A message starts a run; a run is a journal of events.";
        // The address is whatever the client used: proxies may show another than the one listened on.
        document.Servers = [];
        return Task.CompletedTask;
    });
}
