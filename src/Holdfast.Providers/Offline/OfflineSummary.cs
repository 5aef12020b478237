using System.Text;
using Holdfast.Providers.Offline.Answers;
using Holdfast.Providers.Offline.Dialogue;
using Holdfast.Providers.Offline.Language;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline;

/// <summary>An extractive summary: what the user said and what the tools answered, newest kept, bounded.</summary>
internal static class OfflineSummary
{
    private const int Limit = 2_000;
    private const int LineLimit = 240;

    public static string Write(IReadOnlyList<ChatMessage> messages)
    {
        var lines = new List<string>();
        var length = 0;
        for (var index = messages.Count - 1; index >= 0 && length < Limit; index--)
        {
            foreach (var line in Lines(messages[index]).Reverse())
            {
                length += line.Length + 1;
                if (length > Limit)
                {
                    break;
                }

                lines.Insert(0, line);
            }
        }

        if (messages.Count > 0 && EngineText.IsInstruction(messages[^1].Text))
        {
            lines.Insert(0, "I had to stop here. What happened so far:");
        }

        if (lines.Count == 0 && messages.Count > 1 && messages[^1].Role == ChatRole.User && messages[^1].Text is { Length: > 0 } document)
        {
            // A conversation as a document: its end says most.
            return document.Length <= Limit ? document : "…" + document[^(char.IsLowSurrogate(document[^Limit]) ? Limit - 1 : Limit)..];
        }

        return lines.Count == 0 ? "Nothing was said yet." : new StringBuilder().AppendJoin('\n', lines).ToString();
    }

    private static IEnumerable<string> Lines(ChatMessage message)
    {
        if (EngineText.Spoken(message) is { } words)
        {
            yield return "User: " + Phrases.Line(words, LineLimit);
        }

        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent call)
            {
                yield return $"Called {Phrases.Line(call.Name, 64)}.";
            }
            else if (content is FunctionResultContent result)
            {
                yield return "Result: " + Phrases.Line(ResultText.Write(ToolOutcome.From(result, null)), LineLimit);
            }
        }
    }
}
