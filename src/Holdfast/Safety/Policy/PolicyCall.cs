using System.Text.Json;

namespace Holdfast.Safety.Policy;

/// <summary>A tool call under decision.</summary>
/// <param name="Tool">What is known about the tool.</param>
/// <param name="Arguments">Its valid arguments.</param>
/// <param name="Taint">The source of the untrusted content that the model had read when it asked for the call, or null: then the call was fixed before.</param>
internal readonly record struct PolicyCall(ToolTraits Tool, JsonElement Arguments, string? Taint);
