using Holdfast.Runs;

namespace Holdfast.Server.OpenAi;

/// <summary>What the run used, all its model calls together.</summary>
/// <param name="PromptTokens">Tokens sent to models.</param>
/// <param name="CompletionTokens">Tokens received from models.</param>
/// <param name="TotalTokens">Both.</param>
internal sealed record ChatUsage(long PromptTokens, long CompletionTokens, long TotalTokens)
{
    public static ChatUsage Of(RunResult run) => new(run.InputTokens, run.OutputTokens, run.InputTokens + run.OutputTokens);
}
