using Microsoft.Extensions.AI;

namespace Holdfast.Models;

/// <summary>
/// The arguments of a tool call exactly as the model wrote them, found in <see cref="AIContent.RawRepresentation"/> of a <see cref="FunctionCallContent"/>.
/// </summary>
/// <remarks>Nothing is promised about <paramref name="Json"/>: it may be empty, near-JSON, or valid JSON that breaks the tool's schema.
/// A provider sends it back unchanged when the call is part of the history.</remarks>
/// <param name="Json">The text as received, not parsed and not repaired.</param>
public sealed record ToolCallArguments(string Json);
