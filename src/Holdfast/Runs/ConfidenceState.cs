using System.Text.Json.Serialization;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>What is known about how sure a run can be of its answer.</summary>
/// <param name="Retrieval">How well the best of what it found fits, or null.</param>
/// <param name="Invalid">Replies that could not be used, and calls that broke a schema; in a cascade those of the tier that is asked now.</param>
/// <param name="Failed">Calls that failed or are of unknown outcome.</param>
/// <param name="Samples">What the samples said; null for none.</param>
/// <param name="SamplesAsked">How often a sample was asked for.</param>
/// <param name="Scored">The score of the answer, or null while it has none.</param>
/// <param name="Unsaid">The answer that was withheld, for the person who answers instead; or null.</param>
/// <param name="AskedBefore">Whether the run before withheld its answer and asked the user.</param>
/// <param name="Cascade">What the fast tier used; null where it was not asked to act.</param>
public sealed record ConfidenceState(
    double? Retrieval = null,
    int Invalid = 0,
    int Failed = 0,
    IReadOnlyList<string>? Samples = null,
    int SamplesAsked = 0,
    AnswerScored? Scored = null,
    string? Unsaid = null,
    bool AskedBefore = false,
    CascadeState? Cascade = null)
{
    /// <summary>Nothing is known yet.</summary>
    public static ConfidenceState None { get; } = new();

    /// <summary>Whether the stronger tier has taken the run over.</summary>
    [JsonIgnore]
    public bool MovedUp => Cascade is { MovedUp: true };
}
