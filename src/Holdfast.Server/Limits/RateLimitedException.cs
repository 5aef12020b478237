using System.Globalization;

namespace Holdfast.Server.Limits;

/// <summary>Too many requests.</summary>
internal sealed class RateLimitedException(string what, string key, int limit, TimeSpan wait) : HoldfastException(
    "rate-limited", $"That is too fast: at most {limit.ToString(CultureInfo.InvariantCulture)} {what} are taken in a minute (RateLimits:{key}). Try again in {Seconds(wait)} s.")
{
    /// <summary>In how many whole seconds the next request is taken, at least 1.</summary>
    public string RetryAfter => Seconds(wait);

    private static string Seconds(TimeSpan wait) => Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
