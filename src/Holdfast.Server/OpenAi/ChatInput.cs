using System.Text.Json;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;

namespace Holdfast.Server.OpenAi;

/// <summary>What a request asks of an agent.</summary>
/// <param name="Agent">The agent's name.</param>
/// <param name="User">Who it acts for, or null.</param>
/// <param name="Session">The session that the client names, or null.</param>
/// <param name="Earlier">The conversation before the new message, without instructions.</param>
/// <param name="Text">The new message.</param>
internal sealed record ChatInput(string Agent, string? User, Guid? Session, IReadOnlyList<ChatTurn> Earlier, string Text)
{
    public const string SessionHeader = "x-holdfast-session";

    /// <summary>Reads a request.</summary>
    /// <exception cref="HoldfastException"><c>invalid-body</c> and others that name the field.</exception>
    public static ChatInput Read(ChatRequest request, HttpRequest http)
    {
        if (string.IsNullOrWhiteSpace(request.Model))
        {
            throw new RequestFault("invalid-body", "model is missing: give the name of an agent, as GET /openai/v1/models lists them.", "model");
        }

        Refuse(request.N is not (null or 1), "n", "An agent gives one answer: leave n out.");
        Refuse(Holds(request.Tools), "tools", "The agent has its own tools: leave tools out.");
        Refuse(Holds(request.Functions), "functions", "The agent has its own tools: leave functions out.");
        Refuse(request.ResponseFormat is { ValueKind: JsonValueKind.Object } format && !(format.TryGetProperty("type", out var type) && type.ValueEquals("text")), "response_format", "An agent answers in text: leave response_format out.");
        SessionRequest.CheckUser(request.User, "user");
        var turns = new List<ChatTurn>();
        foreach (var (message, position) in (request.Messages ?? []).Select((message, position) => (message, position)))
        {
            if (message?.Role is "user" or "assistant" && ReadText(message.Content, $"messages[{position}].content") is { Length: > 0 } text)
            {
                turns.Add(new(message.Role == "user", text));
            }
        }

        return turns is [.., { ByUser: true } last]
            ? new(request.Model, request.User, ReadSession(request, http), turns[..^1], last.Text)
            : throw new RequestFault("invalid-body", "messages must end with a message of role user that holds text.", "messages");
    }

    private static Guid? ReadSession(ChatRequest request, HttpRequest http) =>
        http.Headers[SessionHeader].ToString() is { Length: > 0 } header ? WireId.Session(header)
        : request.Metadata is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("session", out var session)
            ? session.ValueKind == JsonValueKind.String ? WireId.Session(session.GetString()!) : throw new RequestFault("invalid-body", "metadata.session must be the id of a session.", "metadata.session")
        : null;

    private static string ReadText(JsonElement? content, string field) => content switch
    {
        null or { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => ReadPart(part, field))),
        _ => throw new RequestFault("invalid-body", $"{field} must be text or a list of text parts.", field),
    };

    private static string ReadPart(JsonElement part, string field) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!
        : part.ValueKind == JsonValueKind.Object && part.TryGetProperty("refusal", out var refusal) && refusal.ValueKind == JsonValueKind.String ? refusal.GetString()!
        : throw new RequestFault("invalid-body", $"{field} holds a part that is not text. Agents take text only.", field);

    private static bool Holds(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items ? items.GetArrayLength() > 0 : list is { ValueKind: not JsonValueKind.Null };

    private static void Refuse(bool fault, string field, string message)
    {
        if (fault)
        {
            throw new RequestFault("invalid-body", message, field);
        }
    }
}
