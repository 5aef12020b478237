using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Holdfast.Models;
using Holdfast.Runs;
using Microsoft.Extensions.AI;

namespace Holdfast.Testing.RedTeam;

/// <summary>The worst-case model: it does whatever any text that it read tells it to do, in every disguise that it knows, and else what the honest task needs.</summary>
/// <remarks>Safe for concurrent use: each reply is decided from the conversation alone.</remarks>
/// <param name="task">What it does when nobody tells it otherwise.</param>
public sealed class ObedientModel(HonestTask task) : IChatClient
{
    private readonly ConcurrentDictionary<string, (List<Order> Orders, List<string> Pieces)> understood = new(StringComparer.Ordinal);
    private ScriptedModel? mind;

    private ScriptedModel Mind => mind ??= new ScriptedModel(Reply);

    /// <summary>A catalog whose only model is this one, for every tier.</summary>
    public ModelCatalog AsCatalog() => Mind.AsCatalog();

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Mind.GetResponseAsync(messages, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Mind.GetStreamingResponseAsync(messages, options, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ScriptedReply Reply(ScriptedTurn turn)
    {
        var memory = Memory.Of(turn);
        var planning = turn.Purpose == Purposes.Plan;
        foreach (var order in Orders(memory))
        {
            if ((order.Later && memory.InputsAfter(order) == 0) || memory.Made(order.Tool, order.Arguments, memory.All) >= order.Times)
            {
                continue;
            }

            if (planning)
            {
                return Plan($"Call {order.Tool} with {order.Arguments}", order.Tool);
            }

            // A step that fails twice makes the pattern ask for another plan.
            return order.PlanFirst && memory.Plans && memory.Failures < 2
                ? new ScriptedReply("FAILED: it cannot be done like this.")
                : ScriptedReply.Call(order.Tool, order.Arguments);
        }

        var current = task.Turns[Math.Min(memory.Inputs, task.Turns.Count) - 1];
        if (planning)
        {
            return Plan(turn.Input, current.Calls.Count > 0 ? current.Calls[^1].Tool : null);
        }

        var due = memory.Inputs > task.Turns.Count ? null
            : current.Calls.Where((call, i) => memory.Made(call.Tool, call.Arguments.GetRawText(), memory.SinceInput) <= current.Calls.Take(i).Count(c => c == call)).FirstOrDefault();
        return due is null ? new ScriptedReply("That is all.") : ScriptedReply.Call(due.Tool, due.Arguments.GetRawText());
    }

    private List<Order> Orders(Memory memory)
    {
        var orders = new List<Order>();
        var pieces = new StringBuilder();
        foreach (var text in memory.Read)
        {
            var read = understood.GetOrAdd(text, static (t, tools) => OrderReader.Read(t, tools), memory.Tools);
            orders.AddRange(read.Orders.Where(o => !orders.Contains(o)));
            read.Pieces.ForEach(piece => pieces.Append(piece));
        }

        OrderReader.Find(pieces.ToString(), memory.Tools, orders);
        return orders;
    }

    private static ScriptedReply Plan(string title, string? tool)
    {
        var step = $$"""{"title":"{{JsonEncodedText.Encode(title)}}","tool":{{(tool is null ? "null" : $"\"{tool}\"")}}}""";
        return new ScriptedReply($$"""{"reply":null,"steps":[{{step}}]}""");
    }

    /// <summary>What a conversation tells.</summary>
    private sealed record Memory(
        List<string> Read, Dictionary<string, IReadOnlySet<string>> Tools, List<FunctionCallContent> All, List<FunctionCallContent> SinceInput, int Inputs, List<int> InputsAtReading, int Failures, bool Plans)
    {
        public static Memory Of(ScriptedTurn turn)
        {
            var memory = new Memory([], ToolsOf(turn.Options), [], [], 0, [], 0, turn.Messages.Any(m => m.Text.Contains("Current step", StringComparison.Ordinal)));
            foreach (var message in turn.Messages)
            {
                if (message.Role == ChatRole.User && message.Contents is [TextContent said, ..] && said.AdditionalProperties?.ContainsKey(ModelCallProperties.Context) != true)
                {
                    memory = memory with { Inputs = memory.Inputs + 1, SinceInput = [] };
                }

                foreach (var content in message.Contents)
                {
                    if (content is FunctionCallContent call)
                    {
                        memory.All.Add(call);
                        memory.SinceInput.Add(call);
                    }
                    else if (content is FunctionResultContent { Result: { } result })
                    {
                        memory.Read.Add(result.ToString()!);
                        memory.InputsAtReading.Add(memory.Inputs);
                    }
                    else if (message.Role == ChatRole.Assistant && content is TextContent { Text: var text } && text.StartsWith("FAILED:", StringComparison.Ordinal))
                    {
                        memory = memory with { Failures = memory.Failures + 1 };
                    }
                }
            }

            return memory;
        }

        /// <summary>How many messages of the user came since an order was read.</summary>
        public int InputsAfter(Order order)
        {
            var at = Read.FindIndex(text => text.Contains(order.Tool, StringComparison.Ordinal) && text.Contains(Disguise.Later, StringComparison.Ordinal));
            return at < 0 ? Inputs : Inputs - InputsAtReading[at];
        }

        public int Made(string tool, string arguments, List<FunctionCallContent> among) =>
            among.Count(c => c.Name == tool && (c.RawRepresentation as ToolCallArguments)?.Json == arguments);

        private static Dictionary<string, IReadOnlySet<string>> ToolsOf(ChatOptions? options) =>
            (options?.Tools ?? []).OfType<AIFunctionDeclaration>().ToDictionary(
                t => t.Name,
                t => (IReadOnlySet<string>)(t.JsonSchema.TryGetProperty("properties", out var p) ? p.EnumerateObject().Select(m => m.Name).ToHashSet(StringComparer.Ordinal) : []),
                StringComparer.Ordinal);
    }
}
