using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Runs.Events;

namespace Holdfast.Runs.Batches;

/// <summary>A batch as the input of its run.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(KebabCaseConverter<Tier>)])]
[JsonSerializable(typeof(Batch))]
internal sealed partial class BatchJson : JsonSerializerContext
{
    private static BatchJson Wire => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = null });

    public static string Write(Batch batch) => JsonSerializer.Serialize(batch, Wire.Batch);

    /// <summary>Reads a run's input; null where it is no batch, because a guard had to change it beyond reading.</summary>
    public static Batch? Read(string input)
    {
        try
        {
            var batch = JsonSerializer.Deserialize(input, Wire.Batch);
            batch?.Demand();
            return batch;
        }
        catch (Exception e) when (e is JsonException or HoldfastException)
        {
            return null;
        }
    }
}
