using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Holdfast.Tools;

/// <summary>Makes tools from C# methods.</summary>
public static class ToolMethods
{
    /// <summary>How arguments are read and results are written: camel case, enums as names, text in any script as it is.</summary>
    /// <summary>How values of tools and workflows are written.</summary>
    internal static readonly JsonSerializerOptions Json = new(AIJsonUtilities.DefaultOptions)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Makes a tool of every method of an object that is marked with <see cref="ToolAttribute"/>.</summary>
    /// <param name="target">The object whose methods are called.</param>
    /// <exception cref="HoldfastException"><c>invalid-tool</c>: no method is marked, or one is declared wrongly.</exception>
    public static IReadOnlyList<Tool> Of(object target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var type = target.GetType();
        var tools = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            .Where(m => m.IsDefined(typeof(ToolAttribute)))
            .OrderBy(m => m.MetadataToken)
            .Select(m => Create(m, target, m.GetCustomAttribute<ToolAttribute>()!, description: null))
            .ToList();
        return tools.Count > 0
            ? tools
            : throw new HoldfastException("invalid-tool", $"{type.Name} has no public method marked with [Tool]: mark the methods that the agent may call.");
    }

    /// <summary>Makes a tool of a delegate.</summary>
    /// <param name="name">The name the model sees.</param>
    /// <param name="description">What it does and when to use it.</param>
    /// <param name="method">The method; describe its parameters with <see cref="System.ComponentModel.DescriptionAttribute"/>.</param>
    /// <param name="declaration">How it behaves; null for an effect about which nothing is known.</param>
    public static Tool Of(string name, string description, Delegate method, ToolAttribute? declaration = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        var declared = declaration ?? new ToolAttribute();
        return Create(method.Method, method.Target, declared, description, name);
    }

    private static Tool Create(MethodInfo method, object? target, ToolAttribute declared, string? description, string? name = null)
    {
        var function = FunctionOf(method, target, name ?? declared.Name ?? SnakeCase(method.Name), description);
        if (string.IsNullOrWhiteSpace(function.Description))
        {
            throw new HoldfastException("invalid-tool", $"Tool '{function.Name}' has no description: add [Description(\"…\")] to {method.DeclaringType?.Name}.{method.Name}, "
                + "for models choose a tool by it.");
        }

        return new Tool(function.Name, function.Description, function.JsonSchema, declared, (arguments, context, token) => InvokeAsync(function, arguments, context, token), ProbeOf(method, target, declared), PreviewOf(method, target, declared));
    }

    private static AIFunction FunctionOf(MethodInfo method, object? target, string name, string? description) => AIFunctionFactory.Create(method, target, new AIFunctionFactoryOptions
    {
        Name = name,
        Description = description,
        SerializerOptions = Json,
        ConfigureParameterBinding = parameter => parameter.ParameterType == typeof(ToolContext)
            ? new() { ExcludeFromSchema = true, BindParameter = static (_, arguments) => ((CallArguments)arguments).Call }
            : default,
        MarshalResult = static (result, _, _) => ValueTask.FromResult(result),
    });

    private static ValueTask<object?> InvokeAsync(AIFunction function, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var bound = new CallArguments(context);
        foreach (var property in arguments.EnumerateObject())
        {
            bound[property.Name] = property.Value;
        }

        return function.InvokeAsync(bound, cancellationToken);
    }

    private static Func<ToolContext, CancellationToken, Task<ToolProbe>>? ProbeOf(MethodInfo method, object? target, ToolAttribute declared)
    {
        if (declared.Probe is not { } probeName)
        {
            return null;
        }

        var probe = method.DeclaringType?.GetMethod(
            probeName, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static, [typeof(ToolContext), typeof(CancellationToken)]);
        return probe is not null && probe.ReturnType == typeof(Task<ToolProbe>)
            ? probe.CreateDelegate<Func<ToolContext, CancellationToken, Task<ToolProbe>>>(probe.IsStatic ? null : target)
            : throw new HoldfastException("invalid-tool", $"The probe '{probeName}' of {method.DeclaringType?.Name}.{method.Name} was not found. "
                + $"Declare: Task<ToolProbe> {probeName}(ToolContext context, CancellationToken cancellationToken).");
    }

    private static Func<JsonElement, ToolContext, CancellationToken, ValueTask<object?>>? PreviewOf(MethodInfo method, object? target, ToolAttribute declared)
    {
        if (declared.Preview is not { } previewName)
        {
            return null;
        }

        const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var preview = method.DeclaringType?.GetMethod(previewName, any, [.. method.GetParameters().Select(static p => p.ParameterType)])
            ?? throw new HoldfastException("invalid-tool", $"The preview '{previewName}' of {method.DeclaringType?.Name}.{method.Name} was not found. Declare a method with the parameters of the tool.");
        var function = FunctionOf(preview, preview.IsStatic ? null : target, SnakeCase(previewName), "Tells what a call would change.");
        return (arguments, context, token) => InvokeAsync(function, arguments, context, token);
    }

    private static string SnakeCase(string name)
    {
        var text = name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
        var result = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsUpper(text[i]) && i > 0 && (!char.IsUpper(text[i - 1]) || (i + 1 < text.Length && char.IsLower(text[i + 1]))))
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(text[i]));
        }

        return result.ToString();
    }

    /// <summary>Serialises a tool's result: text as it is, anything else as JSON.</summary>
    internal static string Serialise(object? result) => result switch
    {
        null => "null",
        string text => text,
        JsonElement element => element.GetRawText(),
        _ => JsonSerializer.Serialize(result, Json.GetTypeInfo(result.GetType())),
    };

    /// <summary>Arguments that carry the context of their call without a dictionary for it.</summary>
    private sealed class CallArguments(ToolContext call) : AIFunctionArguments
    {
        public ToolContext Call => call;
    }
}
