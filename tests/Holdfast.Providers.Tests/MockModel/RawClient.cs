using System.Net;
using System.Text;
using System.Text.Json;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>Bare HTTP requests, for what SDKs do not show.</summary>
public sealed class RawClient(Uri baseUrl) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = baseUrl, Timeout = Timeout.InfiniteTimeSpan };

    public static string Chat(string text, bool stream = false, bool usage = true) => JsonSerializer.Serialize(new
    {
        model = "m",
        stream,
        stream_options = stream && usage ? new { include_usage = true } : null,
        messages = new[] { new { role = "user", content = text } },
    });

    public static string Messages(string text, bool stream = false) =>
        JsonSerializer.Serialize(new { model = "m", stream, max_tokens = 1000, messages = new[] { new { role = "user", content = text } } });

    public static string Responses(string text, bool stream = false) => JsonSerializer.Serialize(new { model = "m", stream, input = text });

    /// <summary>Sends a request and reads what comes until the end or the cut.</summary>
    public async Task<(HttpResponseMessage Response, string Body, bool Whole)> PostAsync(string path, string json, string? fault, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (fault is not null)
        {
            request.Headers.Add("x-mock-fault", fault);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var body = new MemoryStream();
        try
        {
            await (await response.Content.ReadAsStreamAsync(cancellationToken)).CopyToAsync(body, cancellationToken);
        }
        catch (HttpIOException)
        {
            return (response, Encoding.UTF8.GetString(body.ToArray()), false);
        }

        return (response, Encoding.UTF8.GetString(body.ToArray()), true);
    }

    public async Task<JsonElement> JsonAsync(string path, string json, string? fault, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        var (response, body, _) = await PostAsync(path, json, fault, cancellationToken);
        response.StatusCode.ShouldBe(expected, body);
        return JsonElement.Parse(body);
    }

    public void Dispose() => http.Dispose();
}
