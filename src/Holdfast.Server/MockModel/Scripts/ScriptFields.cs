using YamlDotNet.RepresentationModel;

namespace Holdfast.Server.MockModel.Scripts;

/// <summary>The fields of one mapping of a script, refusing those that do not belong there.</summary>
internal sealed class ScriptFields
{
    private readonly Dictionary<string, YamlNode> nodes = new(StringComparer.Ordinal);
    private readonly ScriptPlace place;

    public ScriptFields(YamlNode node, string what, string[] valid, ScriptPlace place)
    {
        this.place = place;
        if (node is not YamlMappingNode mapping)
        {
            throw place.At(node.Start.Line).Error($"{what} must be a mapping. Valid fields: {string.Join(", ", valid)}.");
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            nodes[name] = valid.Contains(name)
                ? value
                : throw place.At(key.Start.Line).Error($"{what} has no field '{name}'. Valid fields: {string.Join(", ", valid)}.");
        }
    }

    public int Count => nodes.Count;

    public YamlNode? Node(string name) => nodes.GetValueOrDefault(name);

    public string? Text(string name) => Node(name) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value ?? "",
        var other => throw place.At(other.Start.Line).Error($"'{name}' must be text."),
    };

    public int? Number(string name) => Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, out var number) => number,
        var text => throw place.At(Node(name)!.Start.Line).Error($"'{name}' must be a whole number, not '{text}'."),
    };

    public IList<YamlNode>? List(string name) => Node(name) switch
    {
        null => null,
        YamlSequenceNode sequence => sequence.Children,
        var other => throw place.At(other.Start.Line).Error($"'{name}' must be a list."),
    };
}
