using System.Text.Json;
using Holdfast.Tools;

namespace Holdfast.Runs.Patterns;

/// <summary>What a step of a workflow may use: the run's input, and what the steps before it brought.</summary>
public sealed class WorkflowData
{
    private readonly WorkflowState state;

    internal WorkflowData(string input, WorkflowState state)
    {
        Input = input;
        this.state = state;
    }

    /// <summary>The run's input.</summary>
    public string Input { get; }

    /// <summary>Whether a step brought something: not when it failed, and not when it was in a branch that was not taken.</summary>
    /// <param name="step">The step's name.</param>
    public bool Has(string step) => state.Outputs.ContainsKey(step);

    /// <summary>Why a step failed, or null.</summary>
    /// <param name="step">The step's name.</param>
    public string? ErrorOf(string step) => state.Errors.GetValueOrDefault(step);

    /// <summary>Returns what a step brought.</summary>
    /// <typeparam name="T">Its type; text gives any output as it is.</typeparam>
    /// <param name="step">The step's name.</param>
    /// <exception cref="InvalidOperationException">The step brought nothing, or something that is no <typeparamref name="T"/>: the step that asks for it fails.</exception>
    public T Get<T>(string step)
    {
        if (!state.Outputs.TryGetValue(step, out var json))
        {
            throw new InvalidOperationException($"The step '{step}' brought nothing. Ask Has(\"{step}\") first.");
        }

        using var document = JsonDocument.Parse(json);
        if (typeof(T) == typeof(string))
        {
            return (T)(object)(document.RootElement.ValueKind == JsonValueKind.String ? document.RootElement.GetString()! : json);
        }

        try
        {
            return (T)(document.RootElement.Deserialize(ToolMethods.Json.GetTypeInfo(typeof(T))) ?? throw new JsonException("It is null."));
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"What the step '{step}' brought is no {typeof(T).Name}: {e.Message}", e);
        }
    }
}
