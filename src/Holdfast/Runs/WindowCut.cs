using Holdfast.Memory;
using Holdfast.Models;
using Holdfast.Safety.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>Cuts what is too large for the window inside of messages: texts, arguments, results. The journal keeps them whole. Pure.</summary>
internal static class WindowCut
{
    /// <summary>The frame of a message or of a part, and the marks of a result.</summary>
    private const int Frame = 16;

    private const int Shortest = 80;

    /// <summary>How long a part may be so that the messages from an event on are at most the target; null where nothing need be cut, 0 where cutting is not enough.</summary>
    public static int? LongestFor(MessageLog messages, long from, long targetBytes)
    {
        var sizes = new List<int>();
        var total = 0L;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Sequence >= from)
            {
                total += messages[i].Bytes;
                sizes.AddRange(messages[i].Message.Contents.Select(SizeOf));
            }
        }

        if (total <= targetBytes)
        {
            return null;
        }

        for (var longest = (int)Math.Min(int.MaxValue / 2, targetBytes / 2); longest >= Shortest; longest -= Math.Max(1, longest / 4))
        {
            if (sizes.Sum(size => (long)(size <= longest ? size : longest + UntrustedText.MarkBytes) + Frame) <= targetBytes)
            {
                return longest;
            }
        }

        return 0;
    }

    /// <summary>The messages with each part cut to a length.</summary>
    public static MessageLog Cut(MessageLog messages, int longest, string mark)
    {
        var cut = MessageLog.Empty;
        for (var i = 0; i < messages.Count; i++)
        {
            cut = cut.Add(Cut(messages[i], longest, mark));
        }

        return cut;
    }

    private static LoggedMessage Cut(LoggedMessage logged, int longest, string mark)
    {
        if (logged.Message.Contents.All(c => SizeOf(c) <= longest))
        {
            return logged;
        }

        var contents = logged.Message.Contents.Select(c => SizeOf(c) <= longest ? c : Cut(c, longest, mark)).ToList();
        return logged with { Message = new ChatMessage(logged.Message.Role, contents), Bytes = contents.Sum(c => SizeOf(c) + Frame) };
    }

    private static AIContent Cut(AIContent content, int longest, string mark) => content switch
    {
        TextContent text => new TextContent(TextCut.Middle(text.Text, longest)) { AdditionalProperties = text.AdditionalProperties, RawRepresentation = text.RawRepresentation },
        FunctionCallContent call => new FunctionCallContent(call.CallId, call.Name)
        {
            RawRepresentation = new ToolCallArguments($$"""{"left_out":"{{ArgumentsOf(call).Length}} characters"}"""),
        },
        FunctionResultContent { RawRepresentation: ResultLabel { Raw: { } raw } label } result => Wrapped(result, label, TextCut.Middle(raw, longest), mark),
        FunctionResultContent result => new FunctionResultContent(result.CallId, TextCut.Middle(ResultContent.RawOf(result), longest)) { RawRepresentation = result.RawRepresentation },
        _ => content,
    };

    private static FunctionResultContent Wrapped(FunctionResultContent result, ResultLabel label, string raw, string mark) =>
        new(result.CallId, UntrustedText.Wrap(raw, label.Source, mark)) { RawRepresentation = label with { Raw = raw } };

    private static int SizeOf(AIContent content) => content switch
    {
        TextContent text => TextCut.Bytes(text.Text),
        FunctionCallContent call => TextCut.Bytes(ArgumentsOf(call)) + TextCut.Bytes(call.Name),
        FunctionResultContent result => TextCut.Bytes(result.Result as string ?? ""),
        _ => 0,
    };

    private static string ArgumentsOf(FunctionCallContent call) => (call.RawRepresentation as ToolCallArguments)?.Json ?? "";
}
