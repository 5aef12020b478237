using Holdfast.Journal;

namespace Holdfast.Runs;

/// <summary>Something to show to who watches a run: a durable event, or provisional text.</summary>
/// <param name="Event">The event, or null.</param>
/// <param name="Text">Text of an answer that is being generated; null together with a null event when what came so far is void.</param>
public readonly record struct RunSignal(EventRecord? Event, string? Text);
