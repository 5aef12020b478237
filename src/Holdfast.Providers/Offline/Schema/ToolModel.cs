using Holdfast.Providers.Offline.Language;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline.Schema;

/// <summary>A tool of the agent, as the offline model sees it.</summary>
internal sealed record ToolModel(string Name, string Description, ToolEffect Effect, IReadOnlyList<Parameter> Parameters)
{
    /// <summary>The name as an order: "Book appointment".</summary>
    public string Title => Phrases.Title(Name);

    public bool IsRead => Effect == ToolEffect.Read;

    /// <summary>Where it takes a question and gives passages of documents: its parameter for the question; else null.</summary>
    public Parameter? Question { get; init; }

    public Parameter? Find(string name) => Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the tools of a call.</summary>
    /// <param name="options">The options of the call.</param>
    /// <param name="plans">Whether the call plans, which needs to know the tools although it may not call them.</param>
    public static List<ToolModel> From(ChatOptions? options, bool plans)
    {
        if (options?.ToolMode is NoneChatToolMode && !plans)
        {
            return [];
        }

        return [.. (options?.Tools ?? []).OfType<AIFunctionDeclaration>().Take(128).Select(Read)];
    }

    private static ToolModel Read(AIFunctionDeclaration tool)
    {
        var parameters = ParameterReader.Read(tool.JsonSchema);
        var retrieves = tool.AdditionalProperties.TryGetValue(ToolProperties.Retrieves, out var value) && value is true;
        return new ToolModel(tool.Name, tool.Description, EffectOf(tool), parameters)
        {
            Question = retrieves ? parameters.FirstOrDefault(parameter => parameter is { Kind: ParameterKind.Text, Required: true }) : null,
        };
    }

    private static ToolEffect EffectOf(AITool tool) => tool.AdditionalProperties.TryGetValue(ToolProperties.Effect, out var value)
        ? value switch
        {
            ToolEffect effect => effect,
            string text when Enum.TryParse<ToolEffect>(text, ignoreCase: true, out var effect) => effect,
            _ => ToolEffect.Write,
        }
        : ToolEffect.Write;
}
