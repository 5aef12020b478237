namespace Holdfast.Safety.Guards.Injection;

/// <summary>The two heads of the trained model: for a message as a whole, and for a segment of a document.</summary>
internal sealed record InjectionModel(LinearHead Message, LinearHead Segment)
{
    private const string Resource = "Holdfast.injection.model";

    private static readonly Lazy<InjectionModel> Built = new(() =>
    {
        using var stream = typeof(InjectionModel).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    });

    /// <summary>The model that this library was built with.</summary>
    public static InjectionModel BuiltIn => Built.Value;

    /// <summary>Reads a model.</summary>
    public static InjectionModel Read(ReadOnlySpan<byte> bytes) => new(LinearHead.Read(bytes), LinearHead.Read(bytes[LinearHead.Size..]));

    /// <summary>Writes it.</summary>
    public byte[] Write() => [.. Message.Write(), .. Segment.Write()];
}
