using System.Text.Json;

namespace Holdfast.Server.Tests;

/// <summary>A response that was read.</summary>
public sealed record Reply(int Status, string Text, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public static async Task<Reply> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(RunningServer.Token),
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>The response is a problem with this status and code; its detail is returned.</summary>
    public string ShouldRefuse(int status, string code, string? field = null)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe("application/problem+json");
        Json.GetProperty("code").GetString().ShouldBe(code);
        Json.GetProperty("status").GetInt32().ShouldBe(status);
        (Json.TryGetProperty("field", out var found) ? found.GetString() : null).ShouldBe(field);
        return Json.GetProperty("detail").GetString()!;
    }
}
