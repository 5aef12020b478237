using Microsoft.Extensions.AI;

namespace Holdfast.Testing;

/// <summary>What a scripted model answers.</summary>
/// <param name="Text">What it says; empty when it only calls tools.</param>
public sealed record ScriptedReply(string Text)
{
    /// <summary>The tools it calls, with arguments as JSON text.</summary>
    public IReadOnlyList<(string Name, string Arguments)> Calls { get; init; } = [];

    /// <summary>Why it stopped; null for the ordinary reason.</summary>
    public ChatFinishReason? FinishReason { get; init; }

    /// <summary>The input tokens it reports.</summary>
    public long InputTokens { get; init; } = 100;

    /// <summary>The output tokens it reports.</summary>
    public long OutputTokens { get; init; } = 10;

    /// <summary>A reply that calls one tool.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments, as JSON text.</param>
    public static ScriptedReply Call(string tool, string arguments = "{}") => new("") { Calls = [(tool, arguments)] };

    /// <summary>A reply that calls several tools.</summary>
    public static ScriptedReply CallAll(params (string Name, string Arguments)[] calls) => new("") { Calls = calls };
}
