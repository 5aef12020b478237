using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Tests;

/// <summary>The routes that a server really has, so that a new one is found by the tests of all of them.</summary>
public static class ServerRoutes
{
    private static readonly string[] Public = ["GET /healthz", "GET /readyz", "GET /openapi/{documentName}.json"];

    /// <summary>All routes that need a key, such as <c>GET /v1/runs/{id}</c>.</summary>
    public static IReadOnlyList<string> Guarded(RunningServer server) => [.. All(server).Except(Public)];

    /// <summary>All routes.</summary>
    public static IEnumerable<string> All(RunningServer server) => server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"))
        .Distinct().Order(StringComparer.Ordinal);
}
