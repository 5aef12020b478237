using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Providers.Tests;

/// <summary>The shared connections against a real server on a real socket.</summary>
public sealed class LoopbackTests
{
    [Fact]
    public async Task Many_concurrent_calls_each_get_their_own_answer()
    {
        await using var server = await StartAsync(async context =>
        {
            using var body = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var text = body.RootElement.GetProperty("messages")[0].GetProperty("content").GetString();
            context.Request.ContentLength.ShouldNotBeNull();
            context.Request.Protocol.ShouldBe("HTTP/1.1");
            context.Response.ContentType = "text/event-stream";
            foreach (var piece in text!.Chunk(5))
            {
                var json = System.Text.Json.JsonSerializer.Serialize(new string(piece));
                await context.Response.WriteAsync($"data: {{\"choices\":[{{\"delta\":{{\"content\":{json}}}}}]}}\n\n");
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            await context.Response.WriteAsync("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        });
        using var client = Client(server);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            var text = $"question {i} {new string('x', i * 7)}";
            (await client.GetStreamingResponseAsync(text).ToChatResponseAsync()).Text.ShouldBe(text);
        }));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_run_s_trace_wins()
    {
        var traces = new List<string?>();
        await using var server = await StartAsync(context =>
        {
            traces.Add(context.Request.Headers["traceparent"]);
            context.Response.Redirect("http://127.0.0.1:9/elsewhere");
            return Task.CompletedTask;
        });
        using var client = Client(server);
        using var activity = new System.Diagnostics.Activity("caller").Start();

        var failure = await Should.ThrowAsync<Models.ModelException>(() => client.GetResponseAsync("hello", new ChatOptions
        {
            AdditionalProperties = new() { [Models.ModelCallProperties.TraceParent] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
        }));
        await Should.ThrowAsync<Models.ModelException>(() => client.GetResponseAsync("hello"));

        failure.Category.ShouldBe(ErrorCategory.BadRequest);
        failure.Message.ShouldContain("Redirects are not followed");
        traces.ShouldBe(["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null]);
    }

    [Fact]
    public async Task A_caller_can_stop_in_the_middle_of_a_stream()
    {
        await using var server = await StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"choices\":[{\"delta\":{\"content\":\"one\"}}]}\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var client = Client(server);
        using var stop = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("hello", cancellationToken: stop.Token))
            {
                update.Text.ShouldBe("one");
                await stop.CancelAsync();
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_is_torn_down_in_the_middle_is_a_network_failure(bool stream)
    {
        await using var server = await StartAsync(async context =>
        {
            context.Response.ContentType = stream ? "text/event-stream" : "application/json";
            await context.Response.WriteAsync(stream ? "data: {\"choices\":[{\"delta\":{\"content\":\"one\"}}]}\n\n" : "{\"choices\":[{\"mess");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = Client(server);

        var failure = await Should.ThrowAsync<Models.ModelException>(() => stream
            ? client.GetStreamingResponseAsync("hello").ToChatResponseAsync()
            : client.GetResponseAsync("hello"));

        failure.Category.ShouldBe(ErrorCategory.Network, failure.Message);
    }

    private static IChatClient Client(WebApplication server) => ChatClients.Create(
        new ProviderOptions { Name = "local", BaseUrl = new Uri(server.Urls.Single() + "/v1"), ApiKey = "key" }, "m");

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return server;
    }
}
