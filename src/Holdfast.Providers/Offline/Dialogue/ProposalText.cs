using System.Text;
using System.Text.Json;
using Holdfast.Providers.Offline.Answers;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>Shows an action with its exact values before it is done, and reads them back from what was shown.</summary>
/// <remarks>A yes releases what the user has seen, not what is computed again later: "in an hour" must not move between the two.</remarks>
internal static class ProposalText
{
    private const string Question = "Shall I go ahead? (yes/no)";

    public static string Write(ToolModel tool, IReadOnlyList<KeyValuePair<string, JsonElement>> arguments, IReadOnlyList<string> notes)
    {
        var text = new StringBuilder("Please confirm:\n").Append(tool.Title);
        foreach (var (name, value) in arguments)
        {
            text.Append("\n- ").Append(Phrases.Sentence(tool.Find(name)!.Label)).Append(": ").Append(ValueText.Write(tool.Find(name)!, value));
        }

        foreach (var note in notes)
        {
            text.Append("\n  (").Append(Phrases.Line(note)).Append(')');
        }

        return text.Append('\n').Append(Question).ToString();
    }

    /// <summary>Reads the values shown for a tool; null when the text is not a proposal of exactly this tool.</summary>
    public static List<KeyValuePair<string, JsonElement>>? Read(string text, ToolModel tool, TimeZoneInfo zone)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        if (lines.Length < 2 || lines[^1].Trim() != Question)
        {
            return null;
        }

        var title = Array.FindLastIndex(lines, line => line.Trim() == tool.Title);
        if (title < 0)
        {
            return null;
        }

        var arguments = new List<KeyValuePair<string, JsonElement>>();
        foreach (var line in lines[(title + 1)..^1].Where(line => line.StartsWith("- ", StringComparison.Ordinal)))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var parameter = colon < 0 ? null : tool.Parameters.FirstOrDefault(candidate => Phrases.Sentence(candidate.Label) == line[2..colon]);
            if (parameter is null || ValueText.Read(parameter, line[(colon + 2)..], zone) is not { } value)
            {
                return null;
            }

            arguments.Add(KeyValuePair.Create(parameter.Name, value));
        }

        return arguments;
    }
}
