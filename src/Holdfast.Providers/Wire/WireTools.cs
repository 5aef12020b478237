using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>The bytes of a list of tools, kept as long as the list itself: an agent's tools are serialised once.</summary>
internal sealed class WireTools(Action<AIFunctionDeclaration, PooledBuffer> serialize)
{
    private readonly ConditionalWeakTable<IList<AITool>, Entry> known = [];

    /// <summary>Returns the tools' JSON objects, separated by commas, without brackets.</summary>
    public ReadOnlySpan<byte> Of(IList<AITool> tools)
    {
        if (known.TryGetValue(tools, out var entry) && entry.Count == tools.Count && ReferenceEquals(entry.Last, tools[^1]))
        {
            return entry.Bytes;
        }

        entry = new Entry(tools.Count, tools[^1], Serialize(tools));
        known.AddOrUpdate(tools, entry);
        return entry.Bytes;
    }

    private byte[] Serialize(IList<AITool> tools)
    {
        using var buffer = new PooledBuffer();
        foreach (var tool in tools)
        {
            if (tool is not AIFunctionDeclaration function)
            {
                throw new ArgumentException(
                    $"Tool {tool.Name} is a {tool.GetType().Name}. This provider takes function tools only: pass an AIFunctionDeclaration.", nameof(tools));
            }

            if (buffer.Length > 0)
            {
                buffer.Write(","u8);
            }

            serialize(function, buffer);
        }

        return buffer.Span.ToArray();
    }

    private sealed record Entry(int Count, AITool Last, byte[] Bytes);
}
