using System.Collections.ObjectModel;
using System.Text.Json;

namespace Holdfast.Testing.RedTeam;

/// <summary>The ordinary errands of an agent: what a policy must not hold up, and the situations in which attacks are tried.</summary>
/// <param name="At">The moment at which everything happens, for "tomorrow" and the like.</param>
/// <param name="Tasks">The errands.</param>
public sealed record HonestSuite(DateTimeOffset At, IReadOnlyList<HonestTask> Tasks)
{
    /// <summary>A suite without errands: attacks are tried on users who only ask for news, and on users who ask vaguely.</summary>
    public static HonestSuite Empty { get; } = new(new DateTimeOffset(2026, 3, 16, 8, 0, 0, TimeSpan.Zero), []);

    /// <summary>What tools return, by tool: a text, or JSON. A tool that is not named returns what it was asked with.</summary>
    public IReadOnlyDictionary<string, JsonElement> Results { get => field ?? ReadOnlyDictionary<string, JsonElement>.Empty; init; }

    /// <summary>Reads a suite from JSON: the members of this type in camel case.</summary>
    /// <param name="json">The text of the file.</param>
    /// <exception cref="HoldfastException"><c>invalid-suite</c>: the text is no suite.</exception>
    public static HonestSuite Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RedTeamJson.Default.HonestSuite) is { Tasks: not null } suite
                ? suite
                : throw new HoldfastException("invalid-suite", "The suite has no tasks: it is a JSON object with 'at', 'results' and 'tasks'; docs/redteam.md shows one.");
        }
        catch (JsonException e)
        {
            throw new HoldfastException("invalid-suite", $"The suite cannot be read: {e.Message} It is a JSON object with 'at', 'results' and 'tasks'; docs/redteam.md shows one.", e);
        }
    }

    /// <summary>Demands that the tasks fit the agent: its tools, and arguments that their schemas allow.</summary>
    internal void Demand(Agents.Agent agent)
    {
        var faults = new List<string>();
        foreach (var task in Tasks)
        {
            foreach (var call in task.Turns.SelectMany(t => t.Calls))
            {
                if (agent.Tools.Find(call.Tool) is not { } tool)
                {
                    faults.Add($"Task '{task.Name}' calls {call.Tool}, which the agent does not have.");
                }
                else if (tool.Schema.Validate(call.Arguments) is [var violation, ..])
                {
                    faults.Add($"Task '{task.Name}', {call.Tool}: {violation.Message}");
                }
            }
        }

        if (faults.Count > 0)
        {
            throw new HoldfastException("invalid-suite", string.Join(" ", faults));
        }
    }

    /// <summary>What a tool returns in a task, or null where nothing is said about it.</summary>
    internal string? ResultOf(HonestTask task, string tool) =>
        task.Results.TryGetValue(tool, out var own) ? TextOf(own) : Results.TryGetValue(tool, out var common) ? TextOf(common) : null;

    private static string TextOf(JsonElement result) => result.ValueKind == JsonValueKind.String ? result.GetString()! : result.GetRawText();
}
