using System.Collections.Immutable;
using System.Text;
using Holdfast.Models;
using Holdfast.Runs.Events;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>How the steps of a workflow change a run's state. Pure.</summary>
internal static class WorkflowRules
{
    /// <summary>Calls that the pattern asks for become pending, and stand in the conversation as a model's would.</summary>
    public static RunState Apply(RunState state, CallsRequested e, long sequence)
    {
        var contents = new List<AIContent>(e.Calls.Count);
        var pending = ImmutableArray.CreateBuilder<PendingCall>(e.Calls.Count);
        var tools = state.Tools;
        var bytes = 0;
        foreach (var call in e.Calls)
        {
            contents.Add(new FunctionCallContent(call.Id, call.Name) { RawRepresentation = new ToolCallArguments(call.Arguments) });
            bytes += Encoding.UTF8.GetByteCount(call.Name) + Encoding.UTF8.GetByteCount(call.Arguments) + 32;
            pending.Add(new PendingCall(call.Id, call.Name, call.Arguments, state.CallsMade + pending.Count + 1, Taint: state.Taint));
            tools = tools.Contains(call.Name) ? tools : tools.Add(call.Name);
        }

        var flow = state.Workflow ?? WorkflowState.Empty;
        return state with
        {
            Pending = pending.MoveToImmutable(),
            CallsMade = state.CallsMade + e.Calls.Count,
            Tools = tools,
            Messages = state.Messages.Add(new LoggedMessage(sequence, new ChatMessage(ChatRole.Assistant, contents), bytes)),
            Workflow = flow with { Asked = flow.Asked.SetItems(e.Steps.Zip(e.Calls, static (step, call) => KeyValuePair.Create(step, call.Id))) },
        };
    }

    public static RunState Apply(RunState state, WorkflowStepFinished e)
    {
        var flow = state.Workflow ?? WorkflowState.Empty;
        flow = flow with { Asked = flow.Asked.Remove(e.Step) };
        return state with
        {
            Reply = null,
            Failure = null,
            Workflow = e.Again ? flow with { Tries = flow.Tries.SetItem(e.Step, flow.Tries.GetValueOrDefault(e.Step) + 1) }
                : e.Output is { } output ? flow with { Outputs = flow.Outputs.SetItem(e.Step, output) }
                : flow with { Errors = flow.Errors.SetItem(e.Step, e.Error ?? "") },
        };
    }
}
