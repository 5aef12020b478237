using System.Text.Json;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>The values collected for one tool.</summary>
internal sealed class SlotTable
{
    private readonly Dictionary<string, SlotValue> values = new(StringComparer.Ordinal);

    public SlotValue? this[string name] => values.GetValueOrDefault(name);

    public bool Has(Parameter parameter) => values.TryGetValue(parameter.Name, out var slot) && slot.Value is not null;

    public void Set(Parameter parameter, JsonElement value) => values[parameter.Name] = new SlotValue { Value = value };

    public void Set(Parameter parameter, string value) => Set(parameter, JsonReading.Text(value));

    public void Set(Parameter parameter, SlotValue value) => values[parameter.Name] = value;

    public void Remove(string name) => values.Remove(name);

    public void Trouble(Parameter parameter, string problem) => values[parameter.Name] = (values.GetValueOrDefault(parameter.Name) ?? new SlotValue()) with { Value = null, Problem = problem };

    /// <summary>The finished values, in the order of the parameters.</summary>
    public List<KeyValuePair<string, JsonElement>> Finished(ToolModel tool) =>
        [.. tool.Parameters.Where(Has).Select(parameter => KeyValuePair.Create(parameter.Name, values[parameter.Name].Value!.Value))];

    public IEnumerable<KeyValuePair<string, SlotValue>> All => values;
}
