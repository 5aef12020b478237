using System.Buffers.Binary;

namespace Holdfast.Safety.Guards.Injection;

/// <summary>One logistic regression over the hashed words, with weights of eight bits.</summary>
/// <param name="weights">One for each input.</param>
/// <param name="scale">What a weight of one is worth.</param>
/// <param name="bias">The score of nothing.</param>
/// <param name="suspicious">The score from which a text is reported.</param>
/// <param name="certain">The score from which an input is blocked.</param>
internal sealed class LinearHead(sbyte[] weights, float scale, float bias, float suspicious, float certain)
{
    private const int Header = 16;

    /// <summary>How many bytes a head takes.</summary>
    public const int Size = Header + InjectionFeatures.Buckets;

    /// <summary>The score from which a text is reported.</summary>
    public float Suspicious => suspicious;

    /// <summary>The score from which an input is blocked.</summary>
    public float Certain => certain;

    /// <summary>Reads a head.</summary>
    public static LinearHead Read(ReadOnlySpan<byte> bytes) => new(
        [.. bytes[Header..Size].ToArray().Select(b => (sbyte)b)],
        BinaryPrimitives.ReadSingleLittleEndian(bytes),
        BinaryPrimitives.ReadSingleLittleEndian(bytes[4..]),
        BinaryPrimitives.ReadSingleLittleEndian(bytes[8..]),
        BinaryPrimitives.ReadSingleLittleEndian(bytes[12..]));

    /// <summary>Writes it as <see cref="Read"/> reads it.</summary>
    public byte[] Write()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, scale);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4), bias);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8), suspicious);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(12), certain);
        for (var i = 0; i < weights.Length; i++)
        {
            bytes[Header + i] = (byte)weights[i];
        }

        return bytes;
    }

    /// <summary>The same head with other thresholds.</summary>
    public LinearHead With(float newSuspicious, float newCertain) => new(weights, scale, bias, newSuspicious, newCertain);

    /// <summary>The logit of a whole text.</summary>
    public float Score(ReadOnlySpan<int> features)
    {
        var sum = 0;
        foreach (var feature in features)
        {
            sum += weights[feature];
        }

        return Logit(sum, features.Length);
    }

    /// <summary>The highest logit of any segment of a text, as it would stand in a document, and where that is, in words.</summary>
    public (float Score, int First, int Count) Highest(ReadOnlySpan<int> features)
    {
        var words = features.Length / InjectionFeatures.PerWord;
        var sums = new int[words + 1];
        for (var i = 0; i < words; i++)
        {
            var sum = 0;
            foreach (var feature in features.Slice(i * InjectionFeatures.PerWord, InjectionFeatures.PerWord))
            {
                sum += weights[feature];
            }

            sums[i + 1] = sums[i] + sum;
        }

        (float Score, int First, int Count) best = (float.NegativeInfinity, 0, 0);
        foreach (var length in Segments.Lengths)
        {
            var count = Math.Min(length, words);
            for (var i = 0; i + count <= words && count > 0; i++)
            {
                var score = Logit(sums[i + count] - sums[i], count * InjectionFeatures.PerWord);
                best = score > best.Score ? (score, i, count) : best;
            }
        }

        return best;
    }

    private float Logit(int sum, int features) => features == 0 ? float.NegativeInfinity : (sum * scale / MathF.Sqrt(features)) + bias;
}
