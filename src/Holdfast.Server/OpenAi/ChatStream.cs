using System.Text.Json;
using Holdfast.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.OpenAi;

/// <summary>
/// A completion as events. The protocol knows no way to take text back, so only the journaled answer is sent, in pieces; until there is one, comments keep
/// the connection open. Who wants provisional text takes the events of <c>/v1</c>.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="agent">The agent.</param>
/// <param name="withUsage">Whether a last event tells the usage.</param>
/// <param name="finish">Waits for the end of the run.</param>
internal sealed class ChatStream(Guid run, string agent, bool withUsage, Func<CancellationToken, Task<RunResult>> finish) : IResult
{
    private const int PieceLength = 48;

    public async Task ExecuteAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<HoldfastServerOptions>();
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var ends = context.RequestAborted;
        var stream = new EventStream(context.Response);
        try
        {
            await stream.BeginAsync(ends);
            await SendAsync(ChatCompletion.Part(run, agent, time.GetUtcNow(), new ChatMessageView("assistant", "")));
            var result = await stream.WithHeartbeatAsync(finish(ends), options.Heartbeat, time, ends);
            foreach (var piece in Pieces(result.Answer ?? ""))
            {
                await SendAsync(ChatCompletion.Part(run, agent, time.GetUtcNow(), new ChatMessageView(null, piece)));
            }

            await SendAsync(ChatCompletion.Part(run, agent, time.GetUtcNow(), new ChatMessageView(), ChatChoice.FinishOf(result.Reason)));
            if (withUsage)
            {
                await SendAsync(ChatCompletion.UsageOf(result, time.GetUtcNow()));
            }

            await stream.SendRawAsync("data: [DONE]", ends);
        }
        catch (HoldfastException e)
        {
            var error = OpenAiError.Of(Problems.ProblemStatus.Of(e.Code), e.Code, e.Message, null);
            await stream.SendAsync(null, null, writer => JsonSerializer.Serialize(writer, error, OpenAiJson.Wire.OpenAiError), ends);
        }

        Task SendAsync(ChatCompletion part) => stream.SendAsync(null, null, writer => JsonSerializer.Serialize(writer, part, OpenAiJson.Wire.ChatCompletion), ends);
    }

    /// <summary>Cuts a text after spaces where it can, never within a character. The pieces in a row are the text.</summary>
    internal static IEnumerable<string> Pieces(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(PieceLength, text.Length - start);
            if (start + length < text.Length)
            {
                var space = text.LastIndexOf(' ', start + length - 1, length);
                length = space > start ? space - start + 1 : length;
                length -= char.IsHighSurrogate(text[start + length - 1]) && length > 1 ? 1 : 0;
            }

            yield return text.Substring(start, length);
            start += length;
        }
    }
}
