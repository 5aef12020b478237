using System.Text.Json;

namespace Holdfast.Server.OpenAi;

/// <summary>One message of a request.</summary>
/// <param name="Role"><c>user</c>, <c>assistant</c>, or one that is ignored.</param>
/// <param name="Content">Text, or parts of text.</param>
internal sealed record ChatRequestMessage(string? Role = null, JsonElement? Content = null);
