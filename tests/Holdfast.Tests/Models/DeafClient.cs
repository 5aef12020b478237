using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Models;

/// <summary>A plugged-in client that ignores its token: it answers when it is told to, however late that is.</summary>
/// <param name="first">What it streams before it falls silent.</param>
internal sealed class DeafClient(string first) : IChatClient
{
    private readonly TaskCompletionSource late = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it was asked and fell silent.</summary>
    public TaskCompletionSource Silent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when its stream was closed.</summary>
    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Answer() => late.TrySetResult();

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Silent.TrySetResult();
        await late.Task;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "too late"));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, first);
            Silent.TrySetResult();
            await late.Task;
            yield return new ChatResponseUpdate(ChatRole.Assistant, "too late");
        }
        finally
        {
            Closed.TrySetResult();
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
