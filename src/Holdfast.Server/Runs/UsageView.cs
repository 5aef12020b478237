namespace Holdfast.Server.Runs;

/// <summary>What a run used.</summary>
/// <param name="InputTokens">Tokens sent to models.</param>
/// <param name="OutputTokens">Tokens received from models.</param>
/// <param name="Steps">Steps taken.</param>
internal sealed record UsageView(long InputTokens, long OutputTokens, int Steps);
