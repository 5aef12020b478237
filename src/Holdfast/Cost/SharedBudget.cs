namespace Holdfast.Cost;

/// <summary>A ceiling of money that several sessions share.</summary>
/// <param name="Name">Its name in messages, such as <c>user day</c>.</param>
/// <param name="Account">Its account in <see cref="IBudgetStore"/>.</param>
/// <param name="CeilingNanos">The ceiling, in nano-dollars.</param>
public sealed record SharedBudget(string Name, string Account, long CeilingNanos)
{
    /// <summary>The ceiling of all that a tenant spends on a day (UTC).</summary>
    internal static SharedBudget TenantDay(string tenant, DateTimeOffset now, decimal usd) => new("tenant day", $"tenant/{tenant}/{now.UtcDateTime:yyyy-MM-dd}", (long)(usd * 1_000_000_000m));
}
