namespace Holdfast.Knowledge;

/// <summary>What a search found, as an agent is shown it.</summary>
/// <param name="Message">That nothing was found, or only words were searched; or null.</param>
/// <param name="Passages">The passages, best first.</param>
internal sealed record PassageList(string? Message, IReadOnlyList<Passage> Passages);
