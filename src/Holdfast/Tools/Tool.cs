using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Json;
using Holdfast.Safety.Policy;
using Microsoft.Extensions.AI;

namespace Holdfast.Tools;

/// <summary>Something an agent can do. Immutable.</summary>
/// <remarks>Made from a C# method by <see cref="ToolMethods"/>, or from any <see cref="AIFunction"/>.</remarks>
public sealed class Tool
{
    private readonly Func<JsonElement, ToolContext, CancellationToken, ValueTask<object?>> invoke;

    /// <summary>Creates a tool.</summary>
    /// <param name="name">The name the model sees: letters, digits, <c>_</c> and <c>-</c>, 64 at most.</param>
    /// <param name="description">What it does and when to use it.</param>
    /// <param name="parameters">The JSON Schema of its arguments, an object schema.</param>
    /// <param name="declaration">How it behaves.</param>
    /// <param name="invoke">Executes it: valid arguments in, a serialisable result or text out.</param>
    /// <param name="probe">Answers whether a call happened, or null.</param>
    /// <param name="preview">Tells what a call would change, without changing it: text or a serialisable value for those who approve it; or null.</param>
    /// <exception cref="HoldfastException"><c>invalid-tool</c> or <c>invalid-schema</c>.</exception>
    public Tool(
        string name,
        string description,
        JsonElement parameters,
        ToolAttribute declaration,
        Func<JsonElement, ToolContext, CancellationToken, ValueTask<object?>> invoke,
        Func<ToolContext, CancellationToken, Task<ToolProbe>>? probe = null,
        Func<JsonElement, ToolContext, CancellationToken, ValueTask<object?>>? preview = null)
    {
        Name = Checked(name);
        Description = description;
        Parameters = parameters;
        Effect = declaration.Effect;
        Idempotent = declaration.Idempotent || declaration.Effect == ToolEffect.Read;
        Timeout = TimeSpan.FromSeconds(InRange(declaration.TimeoutSeconds, 0.001, 86_400, nameof(ToolAttribute.TimeoutSeconds)));
        Retries = (int)InRange(declaration.Retries, 0, 10, nameof(ToolAttribute.Retries));
        ResultLimit = (int)InRange(declaration.ResultLimit, 200, 10_000_000, nameof(ToolAttribute.ResultLimit));
        CacheLifetime = TimeSpan.FromSeconds(InRange(declaration.CacheSeconds, 0, 86_400, nameof(ToolAttribute.CacheSeconds)));
        if (CacheLifetime > TimeSpan.Zero && Effect != ToolEffect.Read)
        {
            throw new HoldfastException("invalid-tool", $"Tool '{Name}': {nameof(ToolAttribute.CacheSeconds)} is {declaration.CacheSeconds}, but its effect is {Effect}. Only what a read returns can be used again: leave it out, or declare {nameof(ToolAttribute.Effect)} = {nameof(ToolEffect)}.{nameof(ToolEffect.Read)}.");
        }

        Scope = declaration.Scope;
        Schema = JsonSchema.Parse(parameters, assertFormats: true);
        Probe = probe;
        Preview = preview;
        this.invoke = invoke;
        Declared = declaration;
        Declaration = new ToolDeclaration(this);
        Traits = new ToolTraits(
            new ToolSafety
            {
                Returns = declaration.Returns,
                UntrustedFields = declaration.UntrustedFields,
                Audience = declaration.Audience,
                Outside = declaration.Reach == ToolReach.Unknown ? null : declaration.Reach == ToolReach.Outside,
                NeedsApproval = declaration.NeedsApproval,
                Intents = declaration.Intents,
                Content = declaration.Content,
                Relevant = declaration.Relevant,
                KeepsLabels = declaration.KeepsLabels,
            },
            Name,
            Effect != ToolEffect.Read,
            Effect == ToolEffect.Destructive,
            parameters);
    }

    /// <summary>The name the model sees.</summary>
    public string Name { get; }

    /// <summary>What it does and when to use it.</summary>
    public string Description { get; }

    /// <summary>The JSON Schema of its arguments.</summary>
    public JsonElement Parameters { get; }

    /// <summary>What it does to the world.</summary>
    public ToolEffect Effect { get; }

    /// <summary>Whether a call may be repeated with the same key.</summary>
    public bool Idempotent { get; }

    /// <summary>How long one execution may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How often a failed execution is tried again where that is safe.</summary>
    public int Retries { get; }

    /// <summary>The largest result shown to the model, in characters.</summary>
    public int ResultLimit { get; }

    /// <summary>How long a result may be used again for the same call of the same user; zero for never.</summary>
    public TimeSpan CacheLifetime { get; }

    /// <summary>The scope the principal needs, or null.</summary>
    public string? Scope { get; }

    /// <summary>What models are shown.</summary>
    public AITool Declaration { get; }

    /// <summary>What was declared about it.</summary>
    internal ToolAttribute Declared { get; }

    /// <summary>What policy knows about it.</summary>
    internal ToolTraits Traits { get; }

    internal JsonSchema Schema { get; }

    internal Func<ToolContext, CancellationToken, Task<ToolProbe>>? Probe { get; }

    internal Func<JsonElement, ToolContext, CancellationToken, ValueTask<object?>>? Preview { get; }

    /// <summary>Whether the intent must be marked as started before the execution, because a repetition could do harm.</summary>
    internal bool NeedsStartMark => !Idempotent;

    /// <summary>Returns this tool with a closed set of values for one of its text parameters: known only at run time, such as the services of a business.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="choices">The values, at least one.</param>
    /// <exception cref="HoldfastException"><c>invalid-tool</c>: there is no such parameter, or no value.</exception>
    public Tool WithChoices(string parameter, IEnumerable<string> choices)
    {
        var schema = JsonNode.Parse(Parameters.GetRawText())!;
        var values = new JsonArray([.. choices.Select(c => (JsonNode?)JsonValue.Create(c))]);
        if (schema["properties"]?[parameter] is not JsonObject property || values.Count == 0)
        {
            throw new HoldfastException("invalid-tool", $"Tool '{Name}': '{parameter}' is none of its parameters, or no value was given for it.");
        }

        if (property["type"] is JsonArray types && types.Any(t => t?.GetValue<string>() == "null"))
        {
            values.Add((JsonNode?)null);
        }

        property["enum"] = values;
        return new Tool(Name, Description, JsonElement.Parse(schema.ToJsonString()), Declared, invoke, Probe, Preview);
    }

    /// <summary>Whether it has a parameter of this name.</summary>
    public bool Takes(string parameter) => Parameters.TryGetProperty("properties", out var properties) && properties.TryGetProperty(parameter, out _);

    internal ValueTask<object?> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
        invoke(arguments, context, cancellationToken);

    private static string Checked(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? name
            : throw new HoldfastException("invalid-tool", $"'{name}' is no valid tool name: use 1 to 64 letters, digits, '_' or '-'.");

    private double InRange(double value, double least, double most, string option) =>
        value >= least && value <= most
            ? value
            : throw new HoldfastException("invalid-tool", $"Tool '{Name}': {option} is {value}, but must be between {least} and {most}.");

    private sealed class ToolDeclaration(Tool tool) : AIFunctionDeclaration
    {
        public override string Name => tool.Name;

        public override string Description => tool.Description;

        public override JsonElement JsonSchema => tool.Parameters;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } =
            new Dictionary<string, object?>(StringComparer.Ordinal) { [ToolProperties.Effect] = tool.Effect, [ToolProperties.Retrieves] = tool.Declared.Retrieves };
    }
}
