using System.Text.Json;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>What the user wants done: a tool and the values collected for it.</summary>
internal sealed class Goal(ToolModel tool)
{
    public ToolModel Tool { get; } = tool;

    public SlotTable Slots { get; set; } = new();

    /// <summary>Whether the tool has run; a reading stays the topic, so that "and on Friday?" can run it again.</summary>
    public bool Done { get; set; }

    /// <summary>The reading that was run to find out which thing is meant; it is run once.</summary>
    public string? LookedUp { get; set; }

    /// <summary>The words in which it was asked for, to tell candidates apart.</summary>
    public Utterance? Asked { get; set; }

    public List<Parameter> Missing => [.. Tool.Parameters.Where(parameter => parameter.Required && !Slots.Has(parameter))];

    public SlotTable CopySlots()
    {
        var copy = new SlotTable();
        foreach (var (name, value) in Slots.All)
        {
            if (Tool.Find(name) is { } parameter)
            {
                copy.Set(parameter, value);
            }
        }

        return copy;
    }

    public static bool Same(IReadOnlyList<KeyValuePair<string, JsonElement>> one, IReadOnlyList<KeyValuePair<string, JsonElement>> other) =>
        one.Count == other.Count && one.All(pair => other.Any(candidate => candidate.Key == pair.Key && candidate.Value.ToString() == pair.Value.ToString()));
}
