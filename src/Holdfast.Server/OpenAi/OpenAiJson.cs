using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Server.OpenAi;

/// <summary>The source-generated serialiser of <c>/openai/v1</c>. Members that are not known are ignored: clients send many settings.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ModelListView))]
[JsonSerializable(typeof(ModelView))]
[JsonSerializable(typeof(OpenAiError))]
internal sealed partial class OpenAiJson : JsonSerializerContext
{
    /// <summary>The serialiser in use: text in other scripts stays readable.</summary>
    public static OpenAiJson Wire => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = null,
    });
}
