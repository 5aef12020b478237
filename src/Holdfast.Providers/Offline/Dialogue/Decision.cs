using System.Text.Json;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>What the offline model does next: says something, proposes an action and waits, or calls a tool.</summary>
internal sealed record Decision(DecisionKind Kind, string Text)
{
    public ToolModel? Tool { get; init; }

    public IReadOnlyList<KeyValuePair<string, JsonElement>> Arguments { get; init; } = [];

    public static Decision Say(string text) => new(DecisionKind.Say, text);

    public static Decision Call(ToolModel tool, IReadOnlyList<KeyValuePair<string, JsonElement>> arguments) => new(DecisionKind.Call, "") { Tool = tool, Arguments = arguments };
}
