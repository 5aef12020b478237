using Holdfast.Models;

namespace Holdfast.Tools;

/// <summary>What came of a call.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Text">What the model is shown.</param>
/// <param name="Elapsed">How long the execution took.</param>
/// <param name="Attempts">How often it was executed.</param>
/// <param name="Rule">The rule that refused it, or null.</param>
/// <param name="Error">For the trace only, or null.</param>
internal sealed record ToolResult(ToolOutcome Outcome, string Text, TimeSpan Elapsed = default, int Attempts = 0, string? Rule = null, string? Error = null)
{
    /// <summary>Whether values of strangers chose the result or are repeated in it, so that it is not trusted even where its tool is.</summary>
    public bool IsSteered { get; init; }

    /// <summary>How old the result is, where it was not fetched for this call; else null.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>What it used of models while it worked; null for nothing.</summary>
    public IReadOnlyList<ModelAttempt>? Embeddings { get; init; }
}
