using System.Text.Json.Serialization;

namespace Holdfast.Agents.Scheduling;

/// <summary>A part of the day, in the business's time zone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DayPart>))]
public enum DayPart
{
    /// <summary>The whole day.</summary>
    [JsonStringEnumMemberName("any")]
    Any,

    /// <summary>Before 12:00.</summary>
    [JsonStringEnumMemberName("morning")]
    Morning,

    /// <summary>From 12:00 to before 17:00.</summary>
    [JsonStringEnumMemberName("afternoon")]
    Afternoon,

    /// <summary>From 17:00.</summary>
    [JsonStringEnumMemberName("evening")]
    Evening,
}
