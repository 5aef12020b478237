using Holdfast.Agents;
using Holdfast.Tools;

namespace Holdfast.Simulation.World;

/// <summary>Tools with a boundary before and after each execution.</summary>
internal static class CrashingTools
{
    public static AgentBuilder UseCrashing(this AgentBuilder agent, IEnumerable<Tool> tools, Life life, TimeSpan pause = default)
    {
        foreach (var tool in tools)
        {
            agent.Use(Around(tool, life, pause));
        }

        return agent;
    }

    public static Tool Around(Tool tool, Life life, TimeSpan pause = default) =>
        new(
            tool.Name,
            tool.Description,
            tool.Parameters,
            tool.Declared,
            async (arguments, context, cancellationToken) =>
            {
                await life.PassAsync($"before {tool.Name}");
                await Task.Delay(pause, cancellationToken);
                var result = await tool.InvokeAsync(arguments, context, cancellationToken);
                await Task.Delay(pause, cancellationToken);
                await life.PassAsync($"after {tool.Name}");
                return result;
            },
            tool.Probe);
}
