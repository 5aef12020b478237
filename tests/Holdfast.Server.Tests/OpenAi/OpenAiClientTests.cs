using System.ClientModel;
using System.Text;
using Holdfast.Testing;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Holdfast.Server.Tests.OpenAi;

/// <summary>The official client talks to agents.</summary>
public sealed class OpenAiClientTests : IAsyncLifetime
{
    private const string LongAnswer = "Zürich – 日本語 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀\n\n  indented,\ttabs and a very long tail that goes on and on and on. ";

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(
        null, new ScriptedModel(turn => new ScriptedReply(turn.Input == "long" ? LongAnswer : $"I have heard {turn.Messages.Count(m => m.Role == Microsoft.Extensions.AI.ChatRole.User)}: {turn.Input}")).AsCatalog());

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task It_gets_a_completion()
    {
        var completion = (await Chat("echo").CompleteChatAsync([new SystemChatMessage("Be nice."), new UserChatMessage("hello")], cancellationToken: RunningServer.Token)).Value;

        completion.Content[0].Text.ShouldBe("I have heard 1: hello");
        completion.FinishReason.ShouldBe(ChatFinishReason.Stop);
        completion.Role.ShouldBe(ChatMessageRole.Assistant);
        completion.Usage.InputTokenCount.ShouldBe(100);
        completion.Usage.TotalTokenCount.ShouldBe(110);
        completion.Model.ShouldBe("echo");
    }

    [Fact]
    public async Task It_gets_the_same_text_in_pieces()
    {
        var text = new StringBuilder();
        var pieces = 0;
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat("echo").CompleteChatStreamingAsync([new UserChatMessage("long")], cancellationToken: RunningServer.Token))
        {
            pieces += update.ContentUpdate.Count > 0 ? 1 : 0;
            text.Append(string.Concat(update.ContentUpdate.Select(part => part.Text)));
            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
        }

        text.ToString().ShouldBe(LongAnswer);
        pieces.ShouldBeGreaterThan(2);
        finish.ShouldBe(ChatFinishReason.Stop);
        usage!.OutputTokenCount.ShouldBe(10);
    }

    [Fact]
    public async Task A_client_that_sends_the_history_again_goes_on_in_the_same_session()
    {
        var chat = Chat("echo");
        var messages = new List<ChatMessage>();
        for (var turn = 1; turn <= 3; turn++)
        {
            messages.Add(new UserChatMessage($"word {turn}"));
            var answer = (await chat.CompleteChatAsync(messages, cancellationToken: RunningServer.Token)).Value.Content[0].Text;
            answer.ShouldBe($"I have heard {turn}: word {turn}");
            messages.Add(new AssistantChatMessage(answer));
        }

        (await server.GetAsync("/v1/traces")).Json.GetProperty("traces").EnumerateArray().Select(t => t.GetProperty("session").GetString()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Two_clients_with_equal_histories_keep_their_own_sessions()
    {
        var chat = Chat("echo");
        var answer = (await chat.CompleteChatAsync([new UserChatMessage("hi")], cancellationToken: RunningServer.Token)).Value.Content[0].Text;
        await chat.CompleteChatAsync([new UserChatMessage("hi")], cancellationToken: RunningServer.Token);
        ChatMessage[] history = [new UserChatMessage("hi"), new AssistantChatMessage(answer)];

        (await chat.CompleteChatAsync([.. history, new UserChatMessage("a")], cancellationToken: RunningServer.Token)).Value.Content[0].Text.ShouldBe("I have heard 2: a");
        (await chat.CompleteChatAsync([.. history, new UserChatMessage("b")], cancellationToken: RunningServer.Token)).Value.Content[0].Text.ShouldBe("I have heard 2: b");
        (await chat.CompleteChatAsync([.. history, new UserChatMessage("c")], cancellationToken: RunningServer.Token)).Value.Content[0].Text.ShouldBe("I have heard 1: c");
    }

    [Fact]
    public async Task A_named_user_goes_on_after_a_restart()
    {
        var options = new ChatCompletionOptions { EndUserId = "maria" };
        var answer = (await Chat("echo").CompleteChatAsync([new UserChatMessage("hi")], options, RunningServer.Token)).Value.Content[0].Text;
        var folder = await server.StopAsync();
        server = await RunningServer.StartAsync(null, new ScriptedModel(turn => new ScriptedReply($"{turn.Messages.Count(m => m.Role == Microsoft.Extensions.AI.ChatRole.User)} messages")).AsCatalog(), folder);

        var next = await Chat("echo").CompleteChatAsync([new UserChatMessage("hi"), new AssistantChatMessage(answer), new UserChatMessage("more")], options, RunningServer.Token);

        next.Value.Content[0].Text.ShouldBe("2 messages");
    }

    [Fact]
    public async Task It_lists_the_agents()
    {
        var models = Client().GetOpenAIModelClient();

        (await models.GetModelsAsync(RunningServer.Token)).Value.Select(model => model.Id).ShouldBe(["echo"]);
        (await models.GetModelAsync("echo", RunningServer.Token)).Value.OwnedBy.ShouldBe("holdfast");
        (await Should.ThrowAsync<ClientResultException>(() => models.GetModelAsync("gone", RunningServer.Token))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task It_understands_refusals()
    {
        var refusal = await Should.ThrowAsync<ClientResultException>(() => Chat("nobody").CompleteChatAsync([new UserChatMessage("hi")], cancellationToken: RunningServer.Token));

        refusal.Status.ShouldBe(404);
        refusal.Message.ShouldContain("unknown-agent");
        refusal.Message.ShouldContain("echo");
    }

    private OpenAIClient Client() => new(new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = new Uri(server.Http.BaseAddress!, "/openai/v1") });

    private ChatClient Chat(string agent) => Client().GetChatClient(agent);
}
