using System.Globalization;

namespace Holdfast.Providers.Anthropic;

/// <summary>What a Claude model accepts, by its name. Models of other makers behind the same protocol accept everything.</summary>
/// <remarks>Source: Anthropic's migration guide: from 4.7 on, <c>temperature</c>, <c>top_p</c> and <c>top_k</c> are answered with HTTP 400;
/// from generation 5 on, models think unless told not to, which a forced tool choice does not go together with.</remarks>
internal static class ClaudeGeneration
{
    /// <summary>Whether the model takes sampling options.</summary>
    public static bool TakesSampling(string model) => Of(model) is not { } version || version < 4.7;

    /// <summary>Whether thinking must be switched off before a tool can be forced.</summary>
    public static bool ThinksUnasked(string model) => Of(model) >= 5;

    // claude-3-5-haiku-20241022, claude-sonnet-4-20250514, claude-opus-4-7, anthropic/claude-sonnet-5, anthropic.claude-opus-4-8-v1:0.
    private static double? Of(string model)
    {
        var start = model.IndexOf("claude-", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        double? version = null;
        foreach (var part in model[(start + "claude-".Length)..].Split('-', '.', '@', ':'))
        {
            // A number of one or two digits is part of the version, a longer one is a date.
            if (part.Length > 2 || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (version is not null)
                {
                    break;
                }
            }
            else if (version is null)
            {
                version = number;
            }
            else
            {
                return version + (number / (number < 10 ? 10.0 : 100.0));
            }
        }

        return version;
    }
}
