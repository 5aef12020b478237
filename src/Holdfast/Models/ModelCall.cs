using Holdfast.Cost;
using Holdfast.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Models;

/// <summary>One request to the gateway.</summary>
public sealed record ModelCall
{
    /// <summary>What the call is for: <c>plan</c>, <c>act</c>, <c>summarise</c>, …</summary>
    public required string Purpose { get; init; }

    /// <summary>The tier whose models are tried.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The messages, instructions included. Read only: the gateway appends to a copy when it asks again.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The tools offered, or null. The same list instance in each call lets clients reuse its serialised form.</summary>
    public IList<AITool>? Tools { get; init; }

    /// <summary>The schema that the answer must satisfy, or null for free text and tool calls.</summary>
    public JsonSchema? ResponseSchema { get; init; }

    /// <summary>The same schema as a response format for the provider; set together with <see cref="ResponseSchema"/>.</summary>
    public ChatResponseFormat? ResponseFormat { get; init; }

    /// <summary>The most output wanted, in tokens.</summary>
    public required int MaxOutputTokens { get; init; }

    /// <summary>Whether the tools are only shown and must not be called.</summary>
    public bool ForbidsToolCalls { get; init; }

    /// <summary>Whether the models that run in process are left out where the tier has others: somebody else goes on when those fail.</summary>
    internal bool IsTrial { get; init; }

    /// <summary>The size of the input in UTF-8 bytes, which no byte-level tokenizer can exceed in tokens.</summary>
    public required long InputBytes { get; init; }

    /// <summary>What a model was charged for the beginning of the same prompt, and how much came since; null when there is none.</summary>
    public KnownPrompt? Known { get; init; }

    /// <summary>The sampling temperature, or null for the model's own.</summary>
    public float? Temperature { get; init; }

    /// <summary>What the call is charged to.</summary>
    public required RunBudget Budget { get; init; }

    /// <summary>Facts for models that run in process, see <see cref="ModelCallProperties"/>; not sent to providers.</summary>
    public AdditionalPropertiesDictionary? Properties { get; init; }

    /// <summary>Receives text as it comes, or null when nobody watches. A failed attempt calls <see cref="ITextSink.Restart"/>.</summary>
    public ITextSink? Sink { get; init; }

    /// <summary>Awaited before each attempt at a model that is not local: what it reserved and the attempts so far. True: those are recorded elsewhere now.</summary>
    internal Func<BudgetReservation, IReadOnlyList<ModelAttempt>, ValueTask<bool>>? BeforeAttempt { get; init; }

    internal long InputTokenBound(string model) => KnownPrompt.TokenBound(Known, model, InputBytes);
}
