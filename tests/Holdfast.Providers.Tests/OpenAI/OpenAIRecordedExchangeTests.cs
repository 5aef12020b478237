using Holdfast.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.OpenAI;

public sealed class OpenAIRecordedExchangeTests() : RecordedExchangeTests("chat")
{
    // The data's own decoder drops content that is a list of parts; whoever asked would lose the answer, so ours must not.
    private protected override IReadOnlyList<ProtocolCase> Cases => [.. base.Cases.Select(recorded =>
        recorded.Id.Contains("mistral-reasoning", StringComparison.Ordinal)
            ? recorded with { Expected = recorded.Expected with { Text = "2 + 2 = 4", Reasoning = "The user is asking for 2+2. This is basic arithmetic. 2+2=4." } }
            : recorded)];

    protected override IChatClient Client(HttpMessageHandler handler) =>
        new OpenAIChatClient(new HttpClient(handler), new Uri("http://127.0.0.1/v1"), "key", "model");
}
