namespace Holdfast.Providers.Offline.Schema;

/// <summary>Finds the choices that a description lists: "one of: a, b or c", "'civil', 'criminal'", "email or sms".</summary>
internal static class DescribedChoices
{
    private static readonly string[] Leads = ["one of", "options include", "options:", "options are", "choices:", "either", "can be", "such as", "e.g.", "for example", "allowed:", "values:"];

    public static IReadOnlyList<string> Read(string description)
    {
        if (description.Length > 1_000)
        {
            return [];
        }

        var quoted = Quoted(description);
        if (quoted.Count >= 2)
        {
            return quoted;
        }

        foreach (var lead in Leads)
        {
            var at = description.IndexOf(lead, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && Split(description[(at + lead.Length)..]) is { Count: >= 2 } choices)
            {
                return choices;
            }
        }

        return [];
    }

    private static List<string> Split(string tail)
    {
        var end = tail.IndexOfAny(['.', ';', ')', '(', '\n']);
        var list = (end >= 0 ? tail[..end] : tail).TrimStart(':', ' ');
        var parts = list.Split([",", " or ", " and ", "|", "/"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.StartsWith("or ", StringComparison.Ordinal) ? part[3..] : part).Where(part => part is not "etc").ToList();
        return parts.TrueForAll(part => part.Length is > 1 and <= 40 && part.Count(character => character == ' ') <= 3) ? parts : [];
    }

    private static List<string> Quoted(string text)
    {
        var found = new List<string>();
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOfAny(['\'', '"', '`'], position);
            if (open < 0 || open + 1 >= text.Length)
            {
                break;
            }

            var close = text.IndexOf(text[open], open + 1);
            var opens = open == 0 || !char.IsLetterOrDigit(text[open - 1]);
            if (opens && close > open + 1 && close - open <= 41)
            {
                found.Add(text[(open + 1)..close]);
                position = close + 1;
            }
            else
            {
                position = open + 1;
            }
        }

        return found.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
    }
}
