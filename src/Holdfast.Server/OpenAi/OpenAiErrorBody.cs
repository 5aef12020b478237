namespace Holdfast.Server.OpenAi;

/// <summary>What happened.</summary>
/// <param name="Message">What happened, why, and what to do next.</param>
/// <param name="Type">The kind of refusal.</param>
/// <param name="Param">The field that is to blame, or null.</param>
/// <param name="Code">The stable code, as in problems of <c>/v1</c>.</param>
internal sealed record OpenAiErrorBody(string Message, string Type, string? Param, string Code);
