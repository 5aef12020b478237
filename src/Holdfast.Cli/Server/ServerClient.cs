using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Cli.Server;

/// <summary>Talks to a server over its HTTP API. Every failure is a <see cref="HoldfastException"/> that says what to do.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly HttpClient http;

    public ServerClient(Uri address, string? key)
    {
        Address = address;
        http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (!string.IsNullOrWhiteSpace(key))
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
        }
    }

    /// <summary>The server's address, with a slash at its end.</summary>
    public Uri Address { get; }

    /// <summary>Reads a resource.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Posts a body.</summary>
    public async Task<JsonElement> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return response.Content.Headers.ContentLength == 0 ? default : await ReadAsync(response, cancellationToken);
    }

    /// <summary>Follows the events of a run until it has ended or waits for people; a broken connection is taken up again where it broke.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Stops following; the run goes on.</param>
    public async IAsyncEnumerable<ServerEvent> FollowAsync(string run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        for (var attempt = 0; ; attempt++)
        {
            var before = last;
            await foreach (var item in ReadEventsAsync(run, last, attempt, cancellationToken))
            {
                last = item.Id ?? last;
                yield return item;
                if (item.Kind == "done")
                {
                    yield break;
                }
            }

            attempt = last == before ? attempt : 0;
            if (attempt >= 10)
            {
                throw new HoldfastException("server-stopped", $"The server's stream ended before run {run} did, again and again. 'holdfast trace {run}' shows how far it came.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100 * (attempt + 1)), cancellationToken);
        }
    }

    private async IAsyncEnumerable<ServerEvent> ReadEventsAsync(string run, string? last, int attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/runs/{run}/events?until=waiting");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        HttpResponseMessage response;
        try
        {
            response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HoldfastException e) when (e.Code == "server-unreachable" && attempt is > 0 and < 10)
        {
            yield break;
        }

        using (response)
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var items = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(items))
            {
                yield return new ServerEvent(string.IsNullOrEmpty(items.Current.EventId) ? null : items.Current.EventId, items.Current.EventType, Parse(items.Current.Data));
            }
        }
    }

    public void Dispose() => http.Dispose();

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<string>> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return false;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, completion, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new HoldfastException("server-unreachable", $"No server answers at {Address} ({e.HttpRequestError}). Start one with './run' or 'holdfast serve', or name another with --server.", e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Refusal(response, await response.Content.ReadAsStringAsync(cancellationToken));
        }
    }

    private HoldfastException Refusal(HttpResponseMessage response, string body)
    {
        try
        {
            var problem = Parse(body);
            if (problem.ValueKind == JsonValueKind.Object && problem.Text("code") is { } code)
            {
                var hint = code == "unauthorized" ? " Give the key by HOLDFAST_KEY or --key." : "";
                return new HoldfastException(code, (problem.Text("detail") ?? problem.Text("title") ?? "The server refused.") + hint);
            }
        }
        catch (HoldfastException)
        {
            // Not a server of ours, or something between it and us.
        }

        return new HoldfastException("not-a-server", $"{Address} answered {(int)response.StatusCode} in a way that a Holdfast server does not. Check --server.");
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        Parse(await response.Content.ReadAsStringAsync(cancellationToken));

    private JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new HoldfastException("not-a-server", $"{Address} answered something that is not JSON. Is it a Holdfast server? Check --server.", e);
        }
    }
}
