using System.Text.Json;

namespace Holdfast.Server.Tests;

/// <summary>A server-sent event that was read.</summary>
public sealed record ServerEvent(string? Id, string? Kind, string Data)
{
    public JsonElement Json => JsonElement.Parse(Data);
}
