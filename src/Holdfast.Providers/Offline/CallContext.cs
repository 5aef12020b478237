using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline;

/// <summary>What the gateway says about a call.</summary>
internal sealed record CallContext(string Purpose, DateTime LocalNow, TimeZoneInfo Zone, string? AgentDescription, string? Fallback)
{
    public static CallContext From(ChatOptions? options, TimeProvider time)
    {
        var properties = options?.AdditionalProperties;
        var zone = Text(properties, ModelCallProperties.TimeZone) is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : null;
        DateTime local;
        if (properties?.TryGetValue(ModelCallProperties.Now, out var value) == true && value is DateTimeOffset now)
        {
            local = zone is null ? now.DateTime : TimeZoneInfo.ConvertTime(now, zone).DateTime;
        }
        else
        {
            local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone ?? time.LocalTimeZone).DateTime;
        }

        return new CallContext(Text(properties, ModelCallProperties.Purpose) ?? "act", local, zone ?? time.LocalTimeZone, Text(properties, ModelCallProperties.AgentDescription), Text(properties, ModelCallProperties.Fallback));
    }

    private static string? Text(AdditionalPropertiesDictionary? properties, string name) =>
        properties?.TryGetValue(name, out var value) == true && value is string { Length: > 0 } text ? text : null;
}
