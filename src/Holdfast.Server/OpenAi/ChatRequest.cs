using System.Text.Json;

namespace Holdfast.Server.OpenAi;

/// <summary>A request for a chat completion, as far as an agent heeds it. Sampling settings are the agent's own and are ignored.</summary>
/// <param name="Model">The name of the agent.</param>
/// <param name="Messages">The conversation so far; the last message is the user's new one.</param>
/// <param name="Stream">Whether the answer is sent as events.</param>
/// <param name="StreamOptions">What the events hold.</param>
/// <param name="User">Who the agent acts for.</param>
/// <param name="Metadata">The client's own data; its member <c>session</c> names the session.</param>
/// <param name="N">How many answers: 1.</param>
/// <param name="Tools">Not taken: the agent has its own.</param>
/// <param name="Functions">Not taken: the agent has its own.</param>
/// <param name="ResponseFormat">Text only.</param>
internal sealed record ChatRequest(
    string? Model = null,
    IReadOnlyList<ChatRequestMessage?>? Messages = null,
    bool? Stream = null,
    ChatStreamOptions? StreamOptions = null,
    string? User = null,
    JsonElement? Metadata = null,
    int? N = null,
    JsonElement? Tools = null,
    JsonElement? Functions = null,
    JsonElement? ResponseFormat = null);
