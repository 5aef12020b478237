using System.Text.Json;

namespace Holdfast.Testing.RedTeam;

/// <summary>A tool call that a sensible model makes for an honest task.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">Its arguments, a JSON object.</param>
public sealed record HonestCall(string Tool, JsonElement Arguments);
