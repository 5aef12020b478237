using System.Runtime.CompilerServices;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Runs;

/// <summary>A model that says one thing, a few characters at a time.</summary>
internal sealed class PieceModel : IChatClient
{
    private const int Piece = 5;

    private readonly string text;

    private PieceModel(string text)
    {
        this.text = text;
    }

    public static PieceModel Saying(string text) => new(text);

    public ModelCatalog AsCatalog() => new([new ModelEndpoint(new ModelProvider("pieces") { IsLocal = true }, "pieces", this)]);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        for (var at = 0; at < text.Length; at += Piece)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, text.Substring(at, Math.Min(Piece, text.Length - at)));
        }

        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
