namespace Holdfast.Runs.Events;

/// <summary>Older messages left the window and a summary took their place.</summary>
/// <param name="KeepFrom">The first event whose message stays in the window.</param>
/// <param name="Summary">What the model reads instead of what left.</param>
/// <param name="Carried">What the fold needs of the events that it no longer reads.</param>
/// <param name="Longest">How long a part of a message in the window may be, in UTF-8 bytes: longer ones are cut there. Null where nothing was cut.</param>
public sealed record ContextCompacted(long KeepFrom, string Summary, CarriedState Carried, int? Longest = null) : RunEvent;
