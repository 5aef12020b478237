using System.Collections.Frozen;
using Microsoft.Extensions.AI;

namespace Holdfast.Tools;

/// <summary>The tools of one agent version. Immutable.</summary>
public sealed class ToolSet
{
    private readonly FrozenDictionary<string, Tool> byName;

    /// <summary>Creates a set.</summary>
    /// <exception cref="HoldfastException"><c>invalid-tool</c>: two tools have the same name.</exception>
    public ToolSet(IReadOnlyList<Tool> tools)
    {
        var twice = tools.GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new HoldfastException("invalid-tool", $"Two tools are named '{twice.Key}': give one of them another name.");
        }

        All = tools;
        byName = tools.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);
        Declarations = tools.Count == 0 ? null : [.. tools.Select(t => t.Declaration)];
    }

    /// <summary>All tools, in the order in which models see them.</summary>
    public IReadOnlyList<Tool> All { get; }

    /// <summary>What models are shown, always the same instance; null when there are none.</summary>
    internal IList<AITool>? Declarations { get; }

    /// <summary>Finds a tool by its exact name.</summary>
    public Tool? Find(string name) => byName.GetValueOrDefault(name);
}
