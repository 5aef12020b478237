using System.Text.Json;

namespace Holdfast.Confidence;

/// <summary>Reads how well what a tool retrieved fits the question.</summary>
internal static class RetrievalSimilarity
{
    /// <summary>The best <c>coverage</c> of the <c>passages</c> in a result, 0 to 1; 0 where there are none, null where the result is of another shape.</summary>
    public static double? In(string result)
    {
        try
        {
            using var document = JsonDocument.Parse(result);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("passages", out var passages) || passages.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var best = 0.0;
            foreach (var passage in passages.EnumerateArray())
            {
                if (passage.ValueKind != JsonValueKind.Object || !passage.TryGetProperty("coverage", out var coverage) || coverage.ValueKind != JsonValueKind.Number)
                {
                    return null;
                }

                best = Math.Max(best, coverage.GetDouble());
            }

            return Math.Clamp(best, 0, 1);
        }
        catch (JsonException)
        {
            // Text, or cut to the limit of results: it tells nothing.
            return null;
        }
    }
}
