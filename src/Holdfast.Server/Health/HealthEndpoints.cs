using Holdfast.Server.Wire;
using Holdfast.Storage;

namespace Holdfast.Server.Health;

/// <summary>What orchestrators ask: is the process alive, can it serve. They need no key and learn nothing else.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Answer.Json(new HealthView("ok"), ServerJson.Wire.HealthView))
            .WithTags("Health").WithName("Alive").WithSummary("The process is alive").Produces<HealthView>();
        routes.MapGet("/readyz", ReadyAsync).WithTags("Health").WithName("Ready").WithSummary("The store can be reached and the process is not stopping")
            .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(
        HttpContext context, IHoldfastStorage store, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<HealthView> logger)
    {
        try
        {
            await store.FindSessionAsync(Guid.Empty, context.RequestAborted).WaitAsync(Patience, time, context.RequestAborted);
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return Answer.Json(new HealthView("ready"), ServerJson.Wire.HealthView);
            }
        }
        catch (Exception e) when (e is HoldfastException or TimeoutException)
        {
            logger.NotReady(e);
        }

        return Answer.Json(new HealthView("unavailable"), ServerJson.Wire.HealthView, StatusCodes.Status503ServiceUnavailable);
    }
}
