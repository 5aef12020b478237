using Holdfast.Providers.Offline;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/offline-model.md.</summary>
public sealed class OfflineModelPage
{
    [Fact]
    public async Task Runs()
    {
        IChatClient model = new OfflineChatClient();

        var answer = await model.GetResponseAsync([new ChatMessage(ChatRole.User, "hello")], cancellationToken: TestContext.Current.CancellationToken);

        answer.Text.ShouldContain("limited mode");
    }
}
