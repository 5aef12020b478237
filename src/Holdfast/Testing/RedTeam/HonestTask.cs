using System.Collections.ObjectModel;
using System.Text.Json;

namespace Holdfast.Testing.RedTeam;

/// <summary>An ordinary errand: something that strangers wrote is read, and then something is done that the user asked for.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Turns">The messages, at least one.</param>
public sealed record HonestTask(string Name, IReadOnlyList<HonestTurn> Turns)
{
    /// <summary>What tools return in this task, by tool, besides or instead of what the suite says: a text, or JSON.</summary>
    public IReadOnlyDictionary<string, JsonElement> Results { get => field ?? ReadOnlyDictionary<string, JsonElement>.Empty; init; }
}
