using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Holdfast.Server.Hosting;

/// <summary>What the OpenAPI document says of the whole.</summary>
internal static class OpenApiText
{
    private const string Key = "key";

    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Holdfast";
        document.Info.Version = "v1";
        document.Info.Description = "Runs LLM agents durably. A message starts a run; a run is a journal of events.";
        // The address is whatever the client used: proxies may show another than the one listened on.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key. Without any key, configured or stored, the server answers its own machine only.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
        return Task.CompletedTask;
    });
}
