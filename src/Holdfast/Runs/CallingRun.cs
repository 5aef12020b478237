namespace Holdfast.Runs;

/// <summary>The run that called the agent of this one, and what it hands down: its limits and its labels.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Run">The run.</param>
/// <param name="Call">The call's id in it.</param>
/// <param name="Trace">The trace id: of the run that nobody called.</param>
/// <param name="Depth">How many calls of agents may lie below each other from here on.</param>
/// <param name="Seconds">How long this run may take.</param>
/// <param name="Tokens">The tokens that it may use, or null.</param>
/// <param name="CostNanos">What it may cost, in nano-dollars; or null.</param>
/// <param name="UserDayCost">The caller's ceiling per user and day, in USD; or null.</param>
/// <param name="TenantDayCost">The caller's ceiling per tenant and day, in USD; or null.</param>
/// <param name="Taint">The source of the untrusted content that the caller's model had read when it wrote the task; or null.</param>
/// <param name="Private">Whether it had read something that not everybody may see.</param>
public sealed record CallingRun(
    Guid Session, Guid Run, string Call, Guid Trace, int Depth, double Seconds, long? Tokens = null, long? CostNanos = null, decimal? UserDayCost = null,
    decimal? TenantDayCost = null, string? Taint = null, bool Private = false);
