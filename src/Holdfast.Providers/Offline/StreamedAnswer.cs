using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline;

/// <summary>Cuts an answer into the pieces of a stream: words, then calls, then usage.</summary>
internal static class StreamedAnswer
{
    public static IEnumerable<ChatResponseUpdate> Cut(ChatResponse response)
    {
        foreach (var content in response.Messages.SelectMany(message => message.Contents))
        {
            if (content is TextContent text)
            {
                foreach (var piece in Words(text.Text))
                {
                    yield return Update(response, new TextContent(piece));
                }
            }
            else
            {
                yield return Update(response, content);
            }
        }

        var last = Update(response, new UsageContent(response.Usage!));
        last.FinishReason = response.FinishReason;
        yield return last;
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var space = text.IndexOf(' ', start);
            var end = space < 0 ? text.Length : space + 1;
            yield return text[start..end];
            start = end;
        }
    }

    private static ChatResponseUpdate Update(ChatResponse response, AIContent content) =>
        new(ChatRole.Assistant, [content]) { ModelId = response.ModelId, MessageId = "offline" };
}
