namespace Holdfast.Server.Problems;

internal static class ProblemExtensions
{
    /// <summary>Names in the OpenAPI document the refusals of a route, besides those of access.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<ProblemView>(status, "application/problem+json");
        }

        return route.Produces<ProblemView>(StatusCodes.Status401Unauthorized, "application/problem+json")
            .Produces<ProblemView>(StatusCodes.Status403Forbidden, "application/problem+json")
            .Produces<ProblemView>(StatusCodes.Status429TooManyRequests, "application/problem+json");
    }
}
