namespace Holdfast.Providers.Tests.MockModel;

/// <summary>A request that every client can make.</summary>
public sealed record Exchange(string UserText)
{
    public const string ToolName = "book_table";
    public const string ToolDescription = "Books a table.";
    public const string ToolSchema = """{"type":"object","properties":{"name":{"type":"string"},"guests":{"type":"integer"}},"required":["name","guests"]}""";

    public bool OffersTool { get; init; }

    public int MaxTokens { get; init; } = 10_000;

    /// <summary>The call that the model made after the user text, and the tool's result, when the exchange goes on from there.</summary>
    public (string CallId, string Arguments, string Result)? Answered { get; init; }
}
