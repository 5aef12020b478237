namespace Holdfast.Confidence;

/// <summary>What speaks for an answer and against it. What is null says nothing.</summary>
/// <param name="Retrieval">How well the best of what was found in documents fits the question, 0 to 1; null where nothing was looked up.</param>
/// <param name="Agreement">Which share of the samples agrees with the answer, 0 to 1; null without samples.</param>
/// <param name="Unsure">Whether the answer itself says that it does not know, or is not sure.</param>
/// <param name="Invalid">How often the model's replies could not be used, or its calls broke the schema of a tool, at least 0.</param>
/// <param name="Failed">How many tool calls failed, or ended so that nobody knows what they did, at least 0.</param>
public sealed record ConfidenceSignals(double? Retrieval = null, double? Agreement = null, bool Unsure = false, int Invalid = 0, int Failed = 0);
