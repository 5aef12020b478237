namespace Holdfast.Agents.Scheduling;

/// <summary>Days without work: a public holiday, a vacation.</summary>
/// <param name="Id">A stable id, such as <c>labour-day-2026</c>.</param>
/// <param name="Staff">The id of the staff member, or null for everybody.</param>
/// <param name="First">The first day, in the staff member's time zone.</param>
/// <param name="Last">The last day, included.</param>
/// <param name="Reason">Why, as told to customers, such as <c>Labour Day</c>.</param>
public sealed record Absence(string Id, string? Staff, DateOnly First, DateOnly Last, string Reason);
