namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>What is kept of a client.</summary>
internal sealed record ClientProfile(string? Name, string? Email, string? PreferredStaff, DayPart PreferredPart, string? Notes)
{
    public static ClientProfile Unknown { get; } = new(null, null, null, DayPart.Any, null);
}
