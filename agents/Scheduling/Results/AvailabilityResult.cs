namespace Holdfast.Agents.Scheduling;

/// <summary>The free start times of a service on a day.</summary>
/// <param name="Message">The answer in words, to be read to the customer.</param>
/// <param name="Service">The service's full name.</param>
/// <param name="Date">The day, in the business's time zone.</param>
/// <param name="TimeZone">The business's IANA time zone, in which all times are.</param>
/// <param name="Free">Who is free when; empty when nobody is.</param>
/// <param name="Next">When nobody is free: up to three later starts.</param>
public sealed record AvailabilityResult(
    string Message, string Service, DateOnly Date, string TimeZone, IReadOnlyList<StaffTimes> Free, IReadOnlyList<Opening> Next);
