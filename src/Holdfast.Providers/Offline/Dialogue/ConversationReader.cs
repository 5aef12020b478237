using System.Text.Json;
using Holdfast.Providers.Offline.Slots;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>Folds chat messages into a dialogue, leaving out what is not part of the talk.</summary>
internal static class ConversationReader
{
    private const int MostMessages = 200;

    public static void Fold(IEnumerable<ChatMessage> messages, DialogueState state, DateTime now, TimeZoneInfo zone)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in messages.TakeLast(MostMessages))
        {
            if (EngineText.Spoken(message) is { } words)
            {
                state.Hear(words, message.CreatedAt is { } said ? TimeZoneInfo.ConvertTime(said, zone).DateTime : now);
            }
            else if (message.Role == ChatRole.Assistant)
            {
                foreach (var call in message.Contents.OfType<FunctionCallContent>())
                {
                    names[call.CallId] = call.Name;
                    state.Called(call);
                }

                if (message.Text.Length > 0)
                {
                    state.Spoke(Reply(message.Text));
                }
            }
            else if (message.Role == ChatRole.Tool)
            {
                foreach (var result in message.Contents.OfType<FunctionResultContent>())
                {
                    state.Resulted(result, names.GetValueOrDefault(result.CallId));
                }
            }
        }
    }

    // A plan is JSON with the reply inside.
    private static string Reply(string text) =>
        JsonReading.Parse(text) is { ValueKind: JsonValueKind.Object } plan && plan.TryGetProperty("reply", out var reply) && reply.ValueKind == JsonValueKind.String ? reply.GetString()! : text;
}
