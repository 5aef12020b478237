using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Cli.Trace;

/// <summary>Writes traces for machines.</summary>
[JsonSerializable(typeof(RunTrace))]
[JsonSerializable(typeof(IReadOnlyList<RunSummary>))]
[JsonSerializable(typeof(IReadOnlyList<VerifiedSession>))]
internal sealed partial class TraceJson : JsonSerializerContext
{
    private static readonly TraceJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Of(RunTrace trace) => JsonSerializer.Serialize(trace, Readable.RunTrace);

    public static string Of(IReadOnlyList<RunSummary> runs) => JsonSerializer.Serialize(runs, Readable.IReadOnlyListRunSummary);

    public static string Of(IReadOnlyList<VerifiedSession> sessions) => JsonSerializer.Serialize(sessions, Readable.IReadOnlyListVerifiedSession);
}
