using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Classification;

/// <summary>A classifier as bytes: a mark, the version of the form, the hash of the content, and the content, compressed.</summary>
internal static class ClassifierFile
{
    private const int Header = 5 + SHA256.HashSizeInBytes;
    private const byte Form = 1;
    private const int MostContent = 512 * 1024 * 1024;

    private static ReadOnlySpan<byte> Mark => "HFCL"u8;

    public static string Hash(ClassifierParts parts) => Convert.ToHexStringLower(SHA256.HashData(Content(parts)));

    public static byte[] Write(ClassifierParts parts)
    {
        var content = Content(parts);
        using var file = new MemoryStream();
        file.Write(Mark);
        file.WriteByte(Form);
        file.Write(SHA256.HashData(content));
        using (var compression = new BrotliStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            compression.Write(content);
        }

        return file.ToArray();
    }

    public static ClassifierParts Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < Header || !file.Span.StartsWith(Mark))
        {
            throw Invalid("it does not begin as one does. Give a file that 'holdfast classify train' wrote");
        }

        if (file.Span[4] != Form)
        {
            throw Invalid($"it has form {file.Span[4]}, and this Holdfast reads form {Form}. Train it again, or use the Holdfast that wrote it");
        }

        byte[] content;
        try
        {
            content = Expand(file[Header..]);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw Invalid("its content cannot be expanded. Copy it again");
        }

        return SHA256.HashData(content).AsSpan().SequenceEqual(file.Span[5..Header]) ? Parse(content)
            : throw Invalid("its content is not what its hash says. Copy it again, or train it again");
    }

    private static byte[] Expand(ReadOnlyMemory<byte> compressed)
    {
        using var source = new BrotliStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        using var content = new MemoryStream();
        var piece = new byte[1 << 16];
        for (var read = source.Read(piece); read > 0; read = source.Read(piece))
        {
            content.Write(piece, 0, read);
            if (content.Length > MostContent)
            {
                throw Invalid("its content is too large");
            }
        }

        return content.ToArray();
    }

    private static byte[] Content(ClassifierParts parts)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(parts.Examples);
        writer.Write(parts.Labels.Length);
        foreach (var label in parts.Labels)
        {
            writer.Write(label);
        }

        Write(writer, parts.Vocabulary.Keys);
        Write(writer, parts.Vocabulary.Weights);
        Write(writer, parts.Model.Weights);
        Write(writer, parts.Model.Scales);
        Write(writer, parts.Model.Bias);
        Write(writer, parts.Model.Centroids);
        Write(writer, parts.Model.Lengths);
        writer.Write(parts.Calibration.Temperature);
        writer.Write(parts.Calibration.Threshold);
        Write(writer, parts.Baseline.Labels);
        Write(writer, parts.Baseline.Confidence);
        var figures = parts.Figures;
        writer.Write(figures.Examples);
        writer.Write(figures.Accuracy);
        writer.Write(figures.FalseRejections);
        writer.Write(figures.CalibrationError);
        writer.Write(figures.OutOfScopeExamples);
        writer.Write(figures.OutOfScopeRecall ?? -1);
        writer.Flush();
        return stream.ToArray();
    }

    private static ClassifierParts Parse(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        var examples = reader.ReadInt32();
        var labels = new string[reader.ReadInt32()];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = reader.ReadString();
        }

        var vocabulary = new Vocabulary(Read<uint>(reader), Read<float>(reader), examples);
        var model = new LinearModel(labels.Length, Read<sbyte>(reader), Read<float>(reader), Read<float>(reader), Read<byte>(reader), Read<float>(reader));
        var calibration = new Calibration(reader.ReadSingle(), reader.ReadSingle());
        var baseline = new Baseline(Read<int>(reader), Read<int>(reader));
        var figures = new ClassifierFigures(reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32(), Recall(reader.ReadDouble()));
        return new ClassifierParts(labels, vocabulary, model, calibration, baseline, figures, examples);
    }

    private static double? Recall(double value) => value < 0 ? null : value;

    /// <summary>Numbers as the machine has them: every machine that .NET 10 runs on is little-endian.</summary>
    private static void Write<T>(BinaryWriter writer, T[] values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static T[] Read<T>(BinaryReader reader)
        where T : unmanaged
    {
        var values = new T[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static HoldfastException Invalid(string what) => new("invalid-classifier", $"The classifier cannot be read: {what}.");
}
