using System.Text;

namespace Holdfast.Server.MockModel;

/// <summary>The mock's tokenizer: one token for every four UTF-8 bytes begun. Deterministic, and the same for every protocol.</summary>
internal static class MockTokens
{
    public const int BytesPerToken = 4;

    private const int PerMessage = 3;

    public static int Count(string text) => OfBytes(Encoding.UTF8.GetByteCount(text));

    public static int OfBytes(int bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    public static int Count(MockToolCall call) => Count(call.Name) + Count(call.Arguments);

    public static int Input(MockRequest request)
    {
        var tokens = 0;
        foreach (var message in request.Messages)
        {
            tokens += PerMessage + Count(message.Text);
            foreach (var call in message.ToolCalls)
            {
                tokens += Count(call);
            }
        }

        foreach (var tool in request.Tools)
        {
            tokens += Count(tool.Name) + Count(tool.Description);
            tokens += tool.Schema.ValueKind == System.Text.Json.JsonValueKind.Undefined ? 0 : Count(tool.Schema.GetRawText());
        }

        return tokens;
    }

    /// <summary>The longest start of a text that is at most so many tokens and ends between characters.</summary>
    public static string Cut(string text, int tokens)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (OfBytes(bytes) > tokens)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..Math.Min(length, text.Length)];
    }
}
