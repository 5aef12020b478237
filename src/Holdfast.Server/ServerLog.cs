namespace Holdfast.Server;

/// <summary>What the server logs. No text of a conversation and no secret.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(2001, LogLevel.Information, "Holdfast listens on {Addresses}{Access}. Storage: {Engine}, durability {Durability}. Agents: {Agents}. Models: {Models}. Try: {Hint}")]
    public static partial void Listening(
        this ILogger logger, string addresses, string access, string engine, string durability, string agents, string models, string hint);

    [LoggerMessage(2002, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, Exception error);

    [LoggerMessage(2003, LogLevel.Warning, "No price is known for {Model}: its cost counts as zero and money ceilings cannot hold. Set it under Prices.")]
    public static partial void PriceMissing(this ILogger logger, string model);

    [LoggerMessage(2005, LogLevel.Warning, "The notice {Kind} of {Subject} was not delivered by {Channel}, attempt {Attempt}: {Reason} It is tried again in {Pause}.")]
    public static partial void NoticeRefused(this ILogger logger, string kind, string subject, string channel, int attempt, string reason, TimeSpan pause);

    [LoggerMessage(2006, LogLevel.Error, "The notice {Kind} of {Subject} is given up by {Channel} after {Attempts} attempts: {Reason}")]
    public static partial void NoticeGivenUp(this ILogger logger, string kind, string subject, string channel, int attempts, string reason);

    [LoggerMessage(2007, LogLevel.Warning, "The notices for {Channel} could not be read or settled; they are tried again.")]
    public static partial void NoticesUnread(this ILogger logger, string channel, Exception error);

    [LoggerMessage(2004, LogLevel.Warning, "The store cannot be reached; this process is not ready.")]
    public static partial void NotReady(this ILogger logger, Exception error);
}
