namespace Holdfast.Runs.Events;

/// <summary>A tool call that a model asks for.</summary>
/// <param name="Id">The id that pairs call and result in the conversation, unique in the session's window.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments, as JSON text, as the model wrote them (repaired where they were near-JSON).</param>
public sealed record RequestedCall(string Id, string Name, string Arguments);
