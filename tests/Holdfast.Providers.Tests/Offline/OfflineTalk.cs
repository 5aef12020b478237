using System.Text.Json;
using Holdfast.Models;
using Holdfast.Providers.Offline;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Offline;

/// <summary>A conversation with the offline model; calls are recorded and answered by the test.</summary>
internal sealed class OfflineTalk(IReadOnlyList<AITool> tools, Func<string, JsonElement, string>? answer = null)
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(1));

    public List<ChatMessage> Messages { get; } = [];

    public List<(string Name, string Arguments)> Calls { get; } = [];

    public string Purpose { get; set; } = "act";

    public DateTimeOffset Clock { get; set; } = Now;

    public ChatOptions Options => new()
    {
        Tools = [.. tools],
        AdditionalProperties = new AdditionalPropertiesDictionary
        {
            [ModelCallProperties.Purpose] = Purpose,
            [ModelCallProperties.Now] = Clock,
            [ModelCallProperties.TimeZone] = "Europe/Berlin",
            [ModelCallProperties.AgentDescription] = "Book, move and cancel appointments at the salon",
        },
    };

    /// <summary>Says something and runs the turn to its end; the text that the user gets to read.</summary>
    public async Task<string> Say(string text)
    {
        Messages.Add(new ChatMessage(ChatRole.User, text));
        using var client = new OfflineChatClient();
        for (var step = 0; step < 5; step++)
        {
            var response = await client.GetResponseAsync(Messages, Options, TestContext.Current.CancellationToken);
            Messages.AddRange(response.Messages);
            var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                return response.Text;
            }

            foreach (var call in calls)
            {
                var arguments = JsonSerializer.SerializeToElement(call.Arguments);
                Calls.Add((call.Name, arguments.GetRawText()));
                Messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, answer?.Invoke(call.Name, arguments) ?? "{}")]));
            }
        }

        throw new InvalidOperationException("The offline model did not come to an end in five steps.");
    }

    public static AITool Tool(string name, string description, ToolEffect effect, string properties, params string[] required)
    {
        using var schema = JsonDocument.Parse($$"""{"type":"object","properties":{{properties}},"required":{{JsonSerializer.Serialize(required)}}}""");
        return new StandInTool(name, description, schema.RootElement.Clone(), effect);
    }

    private sealed class StandInTool(string name, string description, JsonElement schema, ToolEffect effect) : AIFunctionDeclaration
    {
        public override string Name => name;

        public override string Description => description;

        public override JsonElement JsonSchema => schema;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = new Dictionary<string, object?> { [ToolProperties.Effect] = effect };
    }
}
