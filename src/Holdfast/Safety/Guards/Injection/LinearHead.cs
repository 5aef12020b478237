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
    /// <summary>What an input of structure counts; those of words count one together, by the root of their number.</summary>
    public const float StructureInput = 0.35f;

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

    /// <summary>The highest logit of any segment of a document, and which one that is.</summary>
    public (float Score, Segment Segment) Highest(string text, List<InjectionWord> words, int[] features)
    {
        var structure = new SegmentFeatures(words, features);
        Span<int> inputs = stackalloc int[SegmentFeatures.PerSegment];
        var best = (Score: float.NegativeInfinity, Segment: default(Segment));
        foreach (var segment in Segments.Of(text, words))
        {
            structure.Of(segment, inputs);
            var score = Score(features.AsSpan(segment.First * InjectionFeatures.PerWord, segment.Count * InjectionFeatures.PerWord));
            var sum = 0;
            foreach (var input in inputs)
            {
                sum += weights[input];
            }

            score += sum * scale * StructureInput;
            best = score > best.Score ? (score, segment) : best;
        }

        return best;
    }

    private float Logit(int sum, int features) => features == 0 ? float.NegativeInfinity : (sum * scale / MathF.Sqrt(features)) + bias;
}
