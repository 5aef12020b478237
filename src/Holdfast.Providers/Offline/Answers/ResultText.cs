using System.Text;
using System.Text.Json;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Answers;

/// <summary>Says a tool's result by template: its own message verbatim, or its values as readable lines. Adds no facts.</summary>
internal static class ResultText
{
    private const int Limit = 4_000;
    private const int MostItems = 20;

    public static string Write(ToolOutcome outcome)
    {
        var text = new StringBuilder();
        if (outcome.Value is not { } value)
        {
            Plain(outcome, text);
            return Bound(text);
        }

        if (outcome.Tool?.Question is not null && PassageText.Write(value) is { } passages)
        {
            return passages;
        }

        var message = Message(value);
        if (outcome.Failed)
        {
            text.Append(message ?? "That did not work" + (outcome.Tool is { } tool ? $" ({Phrases.Human(tool.Name)})" : "") + ".");
        }
        else if (message is not null)
        {
            text.Append(message);
        }
        else
        {
            Render(value, text, 0);
        }

        if (message is not null || outcome.Failed)
        {
            Alternatives(value, text);
        }

        return Bound(text);
    }

    /// <summary>The sentence that a result offers for people.</summary>
    public static string? Message(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in (ReadOnlySpan<string>)["message", "error", "error_message", "reason", "detail"])
        {
            if (value.TryGetProperty(name, out var text))
            {
                if (text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } words)
                {
                    return words;
                }

                if (text.ValueKind == JsonValueKind.Object && Message(text) is { } inner)
                {
                    return inner;
                }
            }

            if (name == "message" && !IsFailure(value))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>One item on one line: "Tuesday, 24 November 2026 at 15:00, staff Anna".</summary>
    public static string Inline(JsonElement item, int depth = 0)
    {
        switch (item.ValueKind)
        {
            case JsonValueKind.Object when depth < 3:
                var parts = item.EnumerateObject().Where(property => property.Value.ValueKind is not JsonValueKind.Null).Take(12).ToList();
                return Phrases.Line(string.Join(", ", parts.Select(property => IsBare(property) ? Inline(property.Value, depth + 1) : Phrases.Human(property.Name) + " " + Inline(property.Value, depth + 1))), 400);
            case JsonValueKind.Array when depth < 3:
                return Phrases.Line(string.Join(", ", item.EnumerateArray().Take(MostItems).Select(entry => Inline(entry, depth + 1))), 400);
            case JsonValueKind.String:
                return Phrases.Line(ValueText.Friendly(item.GetString()!));
            case JsonValueKind.True:
                return "yes";
            case JsonValueKind.False:
                return "no";
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return "none";
            default:
                return Phrases.Line(item.GetRawText());
        }
    }

    private static bool IsBare(JsonProperty property) => property.Name is "name" or "title" or "start" or "date" or "time" or "id";

    private static bool IsFailure(JsonElement value) => value.TryGetProperty("error", out _) || value.TryGetProperty("success", out _) || value.TryGetProperty("ok", out _) || value.TryGetProperty("status", out _);

    private static void Plain(ToolOutcome outcome, StringBuilder text)
    {
        var plain = outcome.Text.Trim();
        text.Append(plain.Length == 0 ? outcome.Failed ? "That did not work, and no reason was given." : "Done." : outcome.Failed && !plain.Contains(' ', StringComparison.Ordinal) ? "That did not work: " + plain : RefusalText.Readable(plain));
    }

    private static void Alternatives(JsonElement value, StringBuilder text)
    {
        var alternatives = Offers.Alternatives(value);
        if (alternatives is { ValueKind: JsonValueKind.String } words)
        {
            text.Append('\n').Append(words.GetString());
        }

        if (alternatives is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return;
        }

        text.Append("\nWhat is possible instead:");
        var number = 1;
        foreach (var item in list.EnumerateArray().Take(MostItems))
        {
            text.Append('\n').Append(number++).Append(". ").Append(Inline(item));
        }
    }

    private static void Render(JsonElement value, StringBuilder text, int depth)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            Items(value, text, depth);
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            text.Append(Inline(value));
            return;
        }

        foreach (var property in value.EnumerateObject().Take(40))
        {
            if (text.Length > Limit)
            {
                return;
            }

            text.Append(text.Length > 0 && text[^1] != '\n' ? "\n" : "").Append(' ', depth * 2).Append(Phrases.Title(property.Name)).Append(": ");
            var deep = depth < 2 && (property.Value.ValueKind == JsonValueKind.Object || (property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() > 0));
            if (deep)
            {
                text.Append('\n');
                Render(property.Value, text, depth + 1);
            }
            else
            {
                text.Append(property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == 0 ? "none" : Inline(property.Value));
            }
        }

        if (value.EnumerateObject().MoveNext() is false)
        {
            text.Append("There is nothing to show.");
        }
    }

    private static void Items(JsonElement list, StringBuilder text, int depth)
    {
        var count = list.GetArrayLength();
        if (count == 0)
        {
            text.Append("There is nothing to show.");
        }

        var number = 0;
        foreach (var item in list.EnumerateArray().Take(MostItems))
        {
            text.Append(number++ > 0 ? "\n" : "").Append(' ', depth * 2).Append("- ").Append(Inline(item));
        }

        if (count > MostItems)
        {
            text.Append("\nand ").Append(count - MostItems).Append(" more");
        }
    }

    private static string Bound(StringBuilder text) => text.Length <= Limit ? text.ToString() : text.ToString(0, Limit) + "…";
}
