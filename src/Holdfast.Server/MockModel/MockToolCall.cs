namespace Holdfast.Server.MockModel;

/// <summary>A tool call, by the model in a reply or in the history of a request.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as JSON text. A reply may hold text that is not JSON: it is sent as it is where the protocol allows.</param>
/// <param name="Id">The call's id in a request's history; in a reply null, and the server makes one.</param>
public sealed record MockToolCall(string Name, string Arguments, string? Id = null);
