using System.Text.Json;

namespace Holdfast.Server.MockModel;

/// <summary>A tool that a request offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description; empty where there is none.</param>
/// <param name="Schema">The JSON Schema of its arguments; undefined where there is none.</param>
public sealed record MockTool(string Name, string Description, JsonElement Schema);
