using Holdfast.Providers.Anthropic;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Anthropic;

public sealed class AnthropicRecordedExchangeTests() : RecordedExchangeTests("messages")
{
    protected override IChatClient Client(HttpMessageHandler handler) =>
        new AnthropicChatClient(new HttpClient(handler), new Uri("http://127.0.0.1"), "key", "model");
}
