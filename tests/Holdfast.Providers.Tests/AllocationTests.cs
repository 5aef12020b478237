using System.Net;
using Holdfast.Providers.Anthropic;
using Holdfast.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests;

/// <summary>What a call allocates beyond a bare exchange of the same bytes does not grow with the history.</summary>
public sealed class AllocationTests
{
    private const int Calls = 200;

    private static readonly byte[] OpenAIAnswer =
        """{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":9,"completion_tokens":1}}"""u8.ToArray();

    private static readonly byte[] AnthropicAnswer =
        """{"id":"m","model":"m","type":"message","content":[{"type":"tool_use","id":"t","name":"look","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":1}}"""u8.ToArray();

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_call_allocates_little_however_long_the_history(string kind)
    {
        using var http = new HttpClient(new ImmediateHandler(kind == "openai" ? OpenAIAnswer : AnthropicAnswer));
        using IChatClient client = kind == "openai"
            ? new OpenAIChatClient(http, new Uri("http://127.0.0.1/v1"), "key", "m")
            : new AnthropicChatClient(http, new Uri("http://127.0.0.1"), "key", "m");
        var options = Conversation.Options();
        var brief = Conversation.Messages(raw: true);
        List<ChatMessage> lengthy = [.. brief, .. Enumerable.Range(0, 1000).Select(i => new ChatMessage(i % 2 == 0 ? ChatRole.Assistant : ChatRole.User, $"Message {i}"))];

        var bare = await MeasureAsync(() => BareAsync(http));
        var few = await MeasureAsync(() => client.GetResponseAsync(brief, options)) - bare;
        var many = await MeasureAsync(() => client.GetResponseAsync(lengthy, options)) - bare;

        TestContext.Current.SendDiagnosticMessage("{0}: {1} bytes bare, {2} more with 6 messages, {3} more with 1,006", kind, bare, few, many);
        few.ShouldBeLessThan(4096);
        many.ShouldBeLessThan(few + 512);
    }

    private static async Task<long> MeasureAsync(Func<Task> call)
    {
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    private static async Task BareAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1/") { Content = new ByteArrayContent([]) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
    }

    private sealed class ImmediateHandler(byte[] answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) });
    }
}
