namespace Holdfast.Models;

/// <summary>A tool call as a model asked for it.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Name">The tool's name, as the model wrote it.</param>
/// <param name="Arguments">The arguments as text; meant to be JSON, not yet validated.</param>
public sealed record ModelToolCall(string Id, string Name, string Arguments);
