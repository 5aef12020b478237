using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs.Patterns;

/// <summary>Defines a fixed chain of typed steps, with branches and parallel parts: for when a chain is enough. Start with <see cref="Define"/>, end with <see cref="Answer"/>.</summary>
/// <remarks>
/// All functions must be pure: the same data gives the same result, in every process, at any later time. An exception in one fails the step that it belongs to.
/// Step names are unique in a workflow. A step that fails ends the run as <c>tool-failed</c>, with what was done before, unless it has another way to go.
/// </remarks>
public sealed class Workflow
{
    private readonly List<WorkflowNode> nodes = [];
    private readonly HashSet<string> names;
    private readonly int version;

    private Workflow(int version, HashSet<string> names)
    {
        this.version = version;
        this.names = names;
    }

    /// <summary>Starts a workflow.</summary>
    /// <param name="version">A number to change whenever a function changes: it is a part of the agent's version, and functions cannot be compared.</param>
    public static Workflow Define(int version = 1) => new(version, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Adds a model call that answers with an object of a type: it is validated against the type's JSON Schema, and no tool is offered.</summary>
    /// <typeparam name="T">The type of the output: a class or record with public properties.</typeparam>
    /// <param name="step">The step's name.</param>
    /// <param name="instruction">What the model is told, after the conversation.</param>
    /// <param name="tier">Which tier.</param>
    /// <param name="retries">How often it is tried again when no model gives a usable answer, 0 to 10.</param>
    /// <param name="orElse">What is done when it fails for good; null to end the run.</param>
    public Workflow Ask<T>(string step, Func<WorkflowData, string> instruction, Tier tier = Tier.Standard, int retries = 0, Action<Workflow>? orElse = null)
        where T : class
    {
        var schema = typeof(T) == typeof(string) ? (JsonElement?)null : AIJsonUtilities.CreateJsonSchema(
            typeof(T),
            serializerOptions: ToolMethods.Json,
            inferenceOptions: new AIJsonSchemaCreateOptions { TransformOptions = new AIJsonSchemaTransformOptions { DisallowAdditionalProperties = true, RequireAllProperties = true } });
        return Add(new ModelNode(Named(step), Checked(step, retries), Fallback(orElse), tier, instruction, schema));
    }

    /// <summary>Adds a call of one of the agent's tools. It is checked, decided by policy and carried out as a model's call is.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments: an object whose properties are named like the tool's parameters.</param>
    /// <param name="retries">How often it is tried again when it fails, 0 to 10. A refused call, and one of unknown outcome, is not.</param>
    /// <param name="orElse">What is done when it fails for good; null to end the run.</param>
    public Workflow Call(string step, string tool, Func<WorkflowData, object> arguments, int retries = 0, Action<Workflow>? orElse = null) =>
        Add(new CallNode(Named(step), Checked(step, retries), Fallback(orElse), tool, data => Json(arguments(data))));

    /// <summary>Adds a run of an agent that the agent calls (<see cref="AgentBuilder.Calls"/>). Its output is its answer.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="agent">The agent's name.</param>
    /// <param name="task">What it is to do, with everything that it needs to know.</param>
    /// <param name="retries">How often it is tried again when it fails, 0 to 10.</param>
    /// <param name="orElse">What is done when it fails for good; null to end the run.</param>
    public Workflow Delegate(string step, string agent, Func<WorkflowData, string> task, int retries = 0, Action<Workflow>? orElse = null) =>
        Call(step, agent.Replace('-', '_'), data => new { task = task(data) }, retries, orElse);

    /// <summary>Adds a pure function on the data.</summary>
    /// <typeparam name="T">The type of the output: anything that can be written as JSON.</typeparam>
    /// <param name="step">The step's name.</param>
    /// <param name="function">The function.</param>
    /// <param name="orElse">What is done when it throws; null to end the run.</param>
    public Workflow Compute<T>(string step, Func<WorkflowData, T> function, Action<Workflow>? orElse = null) =>
        Add(new ComputeNode(Named(step), Fallback(orElse), data => Json(function(data))));

    /// <summary>Adds a branch.</summary>
    /// <param name="condition">Which way to go, by what steps before it brought.</param>
    /// <param name="then">The steps where it holds.</param>
    /// <param name="otherwise">The steps where it does not; null for none.</param>
    public Workflow When(Func<WorkflowData, bool> condition, Action<Workflow> then, Action<Workflow>? otherwise = null) =>
        Add(new BranchNode(condition, Fallback(then)!, Fallback(otherwise) ?? []));

    /// <summary>Adds parts that do not wait for each other. Calls that are ready in them are made together: reads and agents at the same time, tools with effects in order.</summary>
    /// <param name="parts">The steps of each part, in order.</param>
    public Workflow InParallel(params Action<Workflow>[] parts) => Add(new ParallelNode([.. parts.Select(part => Fallback(part)!)]));

    /// <summary>Ends the definition.</summary>
    /// <param name="answer">The answer. Where its last line asks a question, the run needs input.</param>
    public Pattern Answer(Func<WorkflowData, string> answer) => new WorkflowPattern(version, nodes, answer);

    private static string Json(object? value) => value is null ? "null" : JsonSerializer.Serialize(value, ToolMethods.Json.GetTypeInfo(value.GetType()));

    private static int Checked(string step, int retries) =>
        retries is >= 0 and <= 10 ? retries : throw new HoldfastException("invalid-agent", $"Step '{step}': retries is {retries}; it must be between 0 and 10.");

    private Workflow Add(WorkflowNode node)
    {
        nodes.Add(node);
        return this;
    }

    private string Named(string step) => !string.IsNullOrWhiteSpace(step) && names.Add(step)
        ? step
        : throw new HoldfastException("invalid-agent", $"A step of the workflow is named '{step}': each needs a name of its own.");

    private List<WorkflowNode>? Fallback(Action<Workflow>? define)
    {
        if (define is null)
        {
            return null;
        }

        var part = new Workflow(version, names);
        define(part);
        return part.nodes;
    }
}
