namespace Holdfast.Models;

/// <summary>A complete, valid reply.</summary>
/// <param name="Text">What it said; empty when it only calls tools.</param>
/// <param name="Reasoning">What it thought, where the provider tells; or null.</param>
/// <param name="ToolCalls">The calls it asks for, arguments as JSON text.</param>
public sealed record ModelReply(string Text, string? Reasoning, IReadOnlyList<ModelToolCall> ToolCalls);
