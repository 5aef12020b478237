using System.Text.Json;
using Holdfast.Server.MockModel.Wire;

namespace Holdfast.Server.MockModel;

/// <summary>Vectors for tests, the same for the same text: each word points into a direction of its own, so that texts with common words are near.</summary>
internal static class MockEmbeddings
{
    /// <summary>The path, as OpenAI has it.</summary>
    public const string Path = "/v1/embeddings";

    private const int Dimensions = 64;

    /// <summary>The answer to a request.</summary>
    /// <exception cref="WireException">The request is wrong.</exception>
    public static byte[] Answer(ReadOnlySpan<byte> body)
    {
        JsonElement request;
        try
        {
            request = JsonElement.Parse(body);
        }
        catch (JsonException e)
        {
            throw new WireException(WireError.Bad("The body is not JSON: " + e.Message));
        }

        var texts = WireJson.Property(request, "input") switch
        {
            { ValueKind: JsonValueKind.String } text => [text.GetString()!],
            { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => list.EnumerateArray().Select(item => item.GetString()!).ToArray(),
            _ => throw new WireException(WireError.Bad("'input' must be a text or a list of texts.")),
        };
        var data = texts.Select((text, index) => new { @object = "embedding", index, embedding = Vector(text) });
        var tokens = texts.Sum(text => (text.Length + 3) / 4);
        return WireJson.Write(new { @object = "list", data, model = WireJson.Text(request, "model"), usage = new { prompt_tokens = tokens, total_tokens = tokens } });
    }

    private static float[] Vector(string text)
    {
        var vector = new float[Dimensions];
        foreach (var word in text.ToLowerInvariant().Split([' ', '\n', '\t', '.', ',', ';', ':', '?', '!', '#', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            var hash = 2166136261u;
            foreach (var c in word)
            {
                hash = (hash ^ c) * 16777619;
            }

            vector[hash % Dimensions] += hash % 7 < 4 ? 1 : -1;
        }

        var length = MathF.Sqrt(vector.Sum(number => number * number));
        return length == 0 ? [1, .. new float[Dimensions - 1]] : [.. vector.Select(number => number / length)];
    }
}
