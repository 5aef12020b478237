using System.Text.Json;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>What is known for one parameter so far.</summary>
internal sealed record SlotValue
{
    public JsonElement? Value { get; init; }

    /// <summary>The day of a date-time whose time is still missing.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The time of a date-time whose day is still missing.</summary>
    public TimeOnly? Clock { get; init; }

    /// <summary>Why what the user said cannot be used, for the next question.</summary>
    public string? Problem { get; init; }
}
