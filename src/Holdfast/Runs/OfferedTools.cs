using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>Which tools a model is shown in a step, where its agent has more than it should see at once. Pure: it follows from the state.</summary>
internal static class OfferedTools
{
    /// <summary>How many of the user's last messages say what is wanted.</summary>
    private const int Messages = 3;

    public static IList<AITool>? Of(RunState state, Agent agent)
    {
        if (agent.Narrowing is not { } routing)
        {
            return agent.Tools.Declarations;
        }

        // Within a run, tools only come: those that were called, are planned or were found stay.
        var kept = new HashSet<string>(state.Tools, StringComparer.Ordinal) { ToolRouting.FindTools, HandOverTool.Name, PersonTool.Name };
        kept.UnionWith(state.Plan?.Steps.Select(static s => s.Tool).OfType<string>() ?? []);
        var said = new List<string>();
        for (var i = 0; i < state.Messages.Count; i++)
        {
            foreach (var content in state.Messages[i].Message.Contents)
            {
                switch (content)
                {
                    case FunctionCallContent call:
                        kept.Add(call.Name);
                        break;
                    case FunctionResultContent { RawRepresentation: ResultLabel { Tool: ToolRouting.FindTools, Outcome: ToolOutcome.Succeeded } label }:
                        using (var arguments = JsonDocument.Parse(label.Arguments))
                        {
                            kept.UnionWith(routing.Find(arguments.RootElement.GetProperty(ToolRouting.Query).GetString()!).Select(static t => t.Name));
                        }

                        break;
                    case TextContent text when state.Messages[i].Message.Role == ChatRole.User && text.AdditionalProperties?.ContainsKey(ModelCallProperties.Context) is not true:
                        said.Add(text.Text);
                        break;
                }
            }
        }

        var wanted = string.Join('\n', said.TakeLast(Messages).Append(state.Input));
        return [.. routing.Narrow(kept, wanted, agent.ToolsShown).Select(static t => t.Declaration)];
    }
}
