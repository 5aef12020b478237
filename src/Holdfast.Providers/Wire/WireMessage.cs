using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>The bytes of one message, per protocol, kept in <see cref="ChatMessage.RawRepresentation"/> so that history is serialised once.</summary>
/// <remarks>A race serialises a message twice and keeps one of two equal results.</remarks>
internal sealed class WireMessage(ChatRole role, AIContent? last, int count)
{
    private byte[]? openAI;
    private byte[]? anthropic;

    /// <summary>Returns the bytes of a message, serialising it when it is new or was changed.</summary>
    public static ReadOnlySpan<byte> Of(ChatMessage message, WireProtocol protocol, Func<ChatMessage, byte[]> serialize)
    {
        if (message.RawRepresentation is not WireMessage wire || !wire.Matches(message))
        {
            if (message.RawRepresentation is not (null or WireMessage))
            {
                // It belongs to somebody else: leave it alone and do without the cache.
                return serialize(message);
            }

            wire = new WireMessage(message.Role, Last(message), message.Contents.Count);
            message.RawRepresentation = wire;
        }

        return protocol == WireProtocol.OpenAI ? wire.openAI ??= serialize(message) : wire.anthropic ??= serialize(message);
    }

    private static AIContent? Last(ChatMessage message) => message.Contents.Count == 0 ? null : message.Contents[^1];

    private bool Matches(ChatMessage message) =>
        message.Contents.Count == count && message.Role == role && ReferenceEquals(Last(message), last);
}
