using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Server.MockModel;

/// <summary>
/// The mind without a script: it echoes the last user text, calls the offered tools that the text tells it to call
/// (<c>call tool_name {json}</c>), and answers tool results by repeating them.
/// </summary>
internal static partial class MockMind
{
    public static MockReply Answer(MockRequest request)
    {
        if (request.LastRole == "tool")
        {
            return MockReply.Say(string.Join('\n', request.ToolResults.Select(result => result.Text)));
        }

        var text = request.LastUserText;
        var calls = new List<MockToolCall>();
        foreach (Match match in CallWord().Matches(text))
        {
            var name = match.Groups[1].Value;
            if (request.Tools.Any(tool => tool.Name == name))
            {
                calls.Add(new MockToolCall(name, ArgumentsAt(text, match.Index + match.Length)));
            }
        }

        return calls.Count > 0 ? new MockReply { ToolCalls = calls } : MockReply.Say(text);
    }

    private static string ArgumentsAt(string text, int start)
    {
        var rest = text[start..].TrimStart();
        if (!rest.StartsWith('{'))
        {
            return "{}";
        }

        var bytes = Encoding.UTF8.GetBytes(rest);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TrySkip() ? Encoding.UTF8.GetString(bytes, 0, (int)reader.BytesConsumed) : "{}";
        }
        catch (JsonException)
        {
            return "{}";
        }
    }

    [GeneratedRegex(@"\bcall\s+([A-Za-z0-9_-]+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CallWord();
}
