namespace Holdfast.Server.OpenAi;

/// <summary>What the events of a streamed answer hold.</summary>
/// <param name="IncludeUsage">Whether a last event tells the usage.</param>
internal sealed record ChatStreamOptions(bool? IncludeUsage = null);
