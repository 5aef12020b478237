using Holdfast.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs.Commands;

/// <summary>Call a model.</summary>
/// <param name="Purpose">What for, see <see cref="Purposes"/>.</param>
/// <param name="Tier">Which tier.</param>
public sealed record CallModel(string Purpose, Tier Tier) : Command
{
    /// <summary>Said after the conversation, for this call only; or null.</summary>
    public string? Instruction { get; init; }

    /// <summary>What the model is shown in place of the conversation, with the instruction before it; null for the conversation.</summary>
    internal string? Document { get; init; }

    /// <summary>Whether the agent's tools are offered.</summary>
    public bool OffersTools { get; init; }

    /// <summary>The schema of the answer, or null for free text.</summary>
    public JsonSchema? ResponseSchema { get; init; }

    /// <summary>The same schema for the provider.</summary>
    public ChatResponseFormat? ResponseFormat { get; init; }

    /// <summary>What the schema adds to the input, in UTF-8 bytes.</summary>
    public int SchemaBytes { get; init; }

    /// <summary>Whether the part of the budget that is reserved for winding down may be used.</summary>
    public bool UsesReserve { get; init; }

    /// <summary>Whether the tools are only shown and must not be called.</summary>
    internal bool ForbidsCalls { get; init; }

    /// <summary>Whether a stronger tier goes on where this one fails, so that no model in process has to answer in its place.</summary>
    internal bool IsTrial { get; init; }

    /// <summary>The sampling temperature, or null for the agent's.</summary>
    internal float? Temperature { get; init; }

    /// <summary>Whether the text is the answer to the user and may be shown as it comes.</summary>
    public bool IsAnswer { get; init; }
}
