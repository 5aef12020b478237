using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Server.MockModel.Scripts;

/// <summary>Text with <c>${name}</c> for captures; <c>$${</c> stands for <c>${</c>.</summary>
internal sealed partial class Template
{
    private readonly List<(string Literal, string? Capture)> parts = [];

    public Template(string text, IReadOnlySet<string> captures, ScriptPlace place)
    {
        var at = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            var literal = text[at..match.Index];
            at = match.Index + match.Length;
            var name = match.Groups[1].Value;
            if (match.Value[1] == '$')
            {
                parts.Add((literal + "${", null));
            }
            else if (captures.Contains(name))
            {
                parts.Add((literal, name));
            }
            else
            {
                var valid = captures.Count > 0 ? string.Join(", ", captures) : "none: give a condition an expression with groups";
                throw place.Error($"${{{name}}} is no capture of this rule's expressions. Captures: {valid}. Write $${{ for a plain ${{.");
            }
        }

        parts.Add((text[at..], null));
    }

    public string Expand(IReadOnlyDictionary<string, string> captures, bool insideJson)
    {
        var text = new StringBuilder();
        foreach (var (literal, capture) in parts)
        {
            text.Append(literal);
            if (capture is not null)
            {
                var value = captures.GetValueOrDefault(capture, "");
                text.Append(insideJson ? JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value : value);
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\$\$\{|\$\{([^}]*)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
