using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Runs.Events;

/// <summary>Writes an enum as a word in kebab case, such as <c>needs-input</c>.</summary>
internal sealed class KebabCaseConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
