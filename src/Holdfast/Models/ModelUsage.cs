using Holdfast.Cost;

namespace Holdfast.Models;

/// <summary>What one attempt used.</summary>
internal readonly record struct ModelUsage(long InputTokens, long OutputTokens, long CachedTokens, bool Assumed, long CostNanos = 0)
{
    /// <summary>As reported; nothing where the provider refused before it worked; and all that was reserved where nobody can tell.</summary>
    public static ModelUsage Of(ModelExchange exchange, BudgetReservation reserved)
    {
        if (exchange.Usage is { InputTokenCount: { } input, OutputTokenCount: { } output } usage)
        {
            return new ModelUsage(input, output, usage.CachedInputTokenCount ?? 0, Assumed: false);
        }

        if (exchange.Failure is { } failure)
        {
            if (failure.Status >= 400 || NothingWasSent(failure))
            {
                return default;
            }

            return new ModelUsage(failure.InputTokens ?? reserved.InputTokens, reserved.OutputTokens, 0, Assumed: true);
        }

        return new ModelUsage(reserved.InputTokens, reserved.OutputTokens, 0, Assumed: true);
    }

    private static bool NothingWasSent(ModelException failure) => failure.InnerException is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
    };
}
