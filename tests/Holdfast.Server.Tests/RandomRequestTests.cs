using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Holdfast.Server.Tests;

/// <summary>Whatever is sent, the server's answer is a refusal or a result, never a failure of its own.</summary>
public sealed class RandomRequestTests : IAsyncLifetime
{
    private static readonly string[] Seeds =
    [
        """{"user":"maria","metadata":{"a":[1,2,{"b":null}]}}""", """{"text":"Hello","cancel_running":false}""", """{"rating":1,"score":5,"comment":"x","by":"y"}""",
        """{"instructions":"x","schema":{"type":"object"},"items":[{"id":"a","input":1}],"per_call":2,"max_cost":0.5,"tier":"fast"}""",
        """{"model":"echo","stream":false,"user":"u","metadata":{"session":"0"},"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}""",
    ];

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task No_body_makes_the_server_fail()
    {
        var session = await server.OpenAsync();
        var run = (await server.SayAsync(session, "Hello")).GetProperty("run").GetString();
        string[] paths = ["/v1/agents/echo/sessions", $"/v1/sessions/{session}/messages", $"/v1/runs/{run}/feedback", $"/v1/runs/{run}/cancel", "/openai/v1/chat/completions", "/v1/batches"];
        var bodies = Gen.Elements(Seeds).SelectMany(seed => Gen.Choose(0, seed.Length - 1).SelectMany(at => Gen.Choose(0, 12).SelectMany(cut => Gen.Elements(
            "", "\"", "{", "}", "[", "]", "null", "1e999", "-0", "true", "\\ud800", "\\u0000", "\u0000", "ÿ", "😀", ",", ":", "[[[[[[[[", "\"text\":", "99999999999999999999", " ")
            .Select(piece => seed[..at] + piece + seed[Math.Min(seed.Length, at + cut)..]))));
        foreach (var (body, position) in bodies.Sample(400).Select((body, position) => (body, position)))
        {
            var reply = await server.PostAsync(paths[position % paths.Length], body);
            reply.Status.ShouldBeLessThan(500, $"{paths[position % paths.Length]} {body} {reply.Text}");
        }
    }

    [Fact]
    public async Task No_bytes_make_the_server_fail()
    {
        var session = await server.OpenAsync();
        foreach (var bytes in ArbMap.Default.GeneratorFor<byte[]>().Sample(100))
        {
            using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes("{\"text\":\""), .. bytes, .. Encoding.UTF8.GetBytes("\"}")]);
            content.Headers.ContentType = new("application/json");
            using var response = await server.Http.PostAsync($"/v1/sessions/{session}/messages", content, RunningServer.Token);
            ((int)response.StatusCode).ShouldBeLessThan(500, Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public async Task No_path_or_query_makes_the_server_fail()
    {
        string[] starts = ["/v1/sessions/", "/v1/runs/", "/v1/agents/", "/v1/traces?text=", "/v1/traces?cursor=", "/v1/traces?from=", "/v1/traces?min_cost=", "/v1/costs?by=", "/v1/costs?to=", "/", "/openai/v1/models/"];
        foreach (var (text, position) in ArbMap.Default.GeneratorFor<NonNull<string>>().Sample(200).Select((text, position) => (text.Get, position)))
        {
            var path = starts[position % starts.Length] + Uri.EscapeDataString(new string([.. text.Where(c => !char.IsSurrogate(c))]));
            var reply = await server.GetAsync(path);
            reply.Status.ShouldBeLessThan(500, $"{path} {reply.Text}");
        }
    }
}
