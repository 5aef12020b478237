using System.Text;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs.Patterns;

/// <summary>Carries out a workflow: what is ready follows from the outputs that the journal has.</summary>
internal sealed class WorkflowPattern(int version, IReadOnlyList<WorkflowNode> nodes, Func<WorkflowData, string> answer) : Pattern
{
    public override string Fingerprint { get; } = $"workflow {version}\n{string.Join('\n', All(nodes).Select(s => s.Fingerprint))}";

    /// <summary>Whether a step uses a tool that is carried out whatever the data says: so nothing that was read can have chosen it.</summary>
    public bool Plans(string tool) => nodes.OfType<CallNode>().Concat(nodes.OfType<ParallelNode>().SelectMany(p => p.Parts).SelectMany(p => p).OfType<CallNode>()).Any(s => s.Tool == tool);

    public override Command Next(RunState state, Agent agent)
    {
        var flow = state.Workflow ?? WorkflowState.Empty;
        var data = new WorkflowData(state.Input, flow);
        foreach (var step in All(nodes).OfType<CallNode>())
        {
            if (flow.Asked.TryGetValue(step.Name, out var call))
            {
                return Ended(state, flow, step, call);
            }
        }

        var (ready, broken) = Ready(nodes, flow, data);
        if (broken is not null)
        {
            var why = flow.Errors[broken.Name];
            return new Finish(
                TerminationReason.ToolFailed, $"I could not finish this: {broken.Name.Replace('_', ' ')} failed. {agent.Fallback}", Partial: !flow.Outputs.IsEmpty, Error: $"{broken.Name}: {why}");
        }

        if (ready.OfType<ComputeNode>().FirstOrDefault() is { } function)
        {
            return Try(function.Function, data, out var output) is { } error ? Failed(flow, function, error, mayRepeat: false) : new Record(new WorkflowStepFinished(function.Name, output));
        }

        if (ready.OfType<CallNode>().Any())
        {
            return Call(state, agent, flow, data, [.. ready.OfType<CallNode>()]);
        }

        return ready.OfType<ModelNode>().FirstOrDefault() is { } model ? Ask(state, flow, data, model) : Answer(answer(data), spoken: false);
    }

    internal override Command? Recover(RunState state, string error)
    {
        var flow = state.Workflow ?? WorkflowState.Empty;
        var model = flow.Asked.IsEmpty ? Ready(nodes, flow, new WorkflowData(state.Input, flow)).Ready.OfType<ModelNode>().FirstOrDefault() : null;
        return model is null || (model.Fallback is null && flow.Tries.GetValueOrDefault(model.Name) >= model.Retries) ? null : Failed(flow, model, error, mayRepeat: true);
    }

    internal override IEnumerable<string> Faults(IReadOnlyCollection<string> tools) => All(nodes).OfType<CallNode>().Where(s => !tools.Contains(s.Tool))
        .Select(s => $"Step '{s.Name}' of the workflow uses '{s.Tool}', which the agent does not have. It has: {string.Join(", ", tools)}.");

    /// <summary>The calls of all parts that are ready; agents last, for other calls wait for those before them.</summary>
    private static Record Call(RunState state, Agent agent, WorkflowState flow, WorkflowData data, List<CallNode> steps)
    {
        var calls = new List<RequestedCall>();
        var names = new List<string>();
        foreach (var step in steps.OrderBy(s => agent.Callees.ContainsKey(s.Tool)).Take(agent.Limits.CallsPerReply))
        {
            if (Try(step.Arguments, data, out var arguments) is { } error)
            {
                return Failed(flow, step, error, mayRepeat: false);
            }

            calls.Add(new RequestedCall($"c{state.Ordinal}_{state.CallsMade + calls.Count + 1}", step.Tool, arguments));
            names.Add(step.Name);
        }

        return new Record(new CallsRequested(calls, names));
    }

    private static Command Ask(RunState state, WorkflowState flow, WorkflowData data, ModelNode model)
    {
        if (state.Reply is { } reply)
        {
            // With a schema, the gateway has validated it before it was journaled.
            return new Record(new WorkflowStepFinished(model.Name, model.Schema is null ? Text(reply) : reply));
        }

        return Try(model.Instruction, data, out var instruction) is { } error ? Failed(flow, model, error, mayRepeat: false) : new CallModel(Purposes.Step, model.Tier)
        {
            Instruction = instruction,
            ResponseSchema = model.Schema,
            ResponseFormat = model.Format,
            SchemaBytes = model.SchemaElement is { } schema ? Encoding.UTF8.GetByteCount(schema.GetRawText()) : 0,
        };
    }

    /// <summary>Takes what came of a call to its step.</summary>
    private static Record Ended(RunState state, WorkflowState flow, CallNode step, string call)
    {
        for (var i = state.Messages.Count - 1; i >= 0; i--)
        {
            foreach (var content in state.Messages[i].Message.Contents.OfType<FunctionResultContent>())
            {
                if (content.CallId == call)
                {
                    var text = ResultContent.RawOf(content);
                    return content.RawRepresentation is ResultLabel { Outcome: ToolOutcome.Succeeded }
                        ? new Record(new WorkflowStepFinished(step.Name, IsJson(text) ? text : Text(text)))
                        : Failed(flow, step, text, mayRepeat: content.RawRepresentation is ResultLabel { Outcome: ToolOutcome.Failed });
                }
            }
        }

        return Failed(flow, step, "The call left no result.", mayRepeat: false);
    }

    private static Record Failed(WorkflowState flow, StepNode step, string error, bool mayRepeat) =>
        new(new WorkflowStepFinished(step.Name, Error: error, Again: mayRepeat && flow.Tries.GetValueOrDefault(step.Name) < step.Retries));

    /// <summary>The steps that can be done now; or the one that failed and has no other way to go.</summary>
    private static (List<StepNode> Ready, StepNode? Broken) Ready(IReadOnlyList<WorkflowNode> sequence, WorkflowState flow, WorkflowData data)
    {
        foreach (var node in sequence)
        {
            var (ready, broken) = node switch
            {
                StepNode step when flow.Outputs.ContainsKey(step.Name) => ([], null),
                StepNode step when !flow.Errors.ContainsKey(step.Name) => ([step], null),
                StepNode { Fallback: { } fallback } => Ready(fallback, flow, data),
                StepNode step => ([], step),
                BranchNode branch => Ready(branch.Condition(data) ? branch.Then : branch.Otherwise, flow, data),
                ParallelNode parallel => Together(parallel, flow, data),
                _ => (new List<StepNode>(), (StepNode?)null),
            };
            if (ready.Count > 0 || broken is not null)
            {
                return (ready, broken);
            }
        }

        return ([], null);
    }

    private static (List<StepNode> Ready, StepNode? Broken) Together(ParallelNode parallel, WorkflowState flow, WorkflowData data)
    {
        List<StepNode> ready = [];
        StepNode? broken = null;
        foreach (var part in parallel.Parts)
        {
            var (more, stopped) = Ready(part, flow, data);
            ready.AddRange(more);
            broken ??= stopped;
        }

        return (ready, broken);
    }

    private static IEnumerable<StepNode> All(IReadOnlyList<WorkflowNode> sequence) => sequence.SelectMany(static node => node switch
    {
        StepNode step => [step, .. All(step.Fallback ?? [])],
        BranchNode branch => [.. All(branch.Then), .. All(branch.Otherwise)],
        ParallelNode parallel => parallel.Parts.SelectMany(All),
        _ => (IEnumerable<StepNode>)[],
    });

    /// <summary>Calls a function of the user's; what it throws is the step's error.</summary>
    private static string? Try(Func<WorkflowData, string> function, WorkflowData data, out string result)
    {
        try
        {
            result = function(data);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            result = "";
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Text(string value) => JsonSerializer.Serialize(value, ToolMethods.Json.GetTypeInfo(typeof(string)));
}
