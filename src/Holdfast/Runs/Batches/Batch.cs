using System.Text.Json;
using Holdfast.Json;

namespace Holdfast.Runs.Batches;

/// <summary>Many items for one task: several are packed into each model call, and each result is validated by itself.</summary>
/// <param name="Instructions">What is to be done with each item, 1 to 20,000 characters. Items are data: only this is followed.</param>
/// <param name="Schema">The JSON Schema of the result of one item, an object of 50,000 characters at most.</param>
/// <param name="Items">The items, 1 to 1,000.</param>
public sealed record Batch(string Instructions, JsonElement Schema, IReadOnlyList<BatchItem> Items)
{
    /// <summary>How many items a batch has at most.</summary>
    public const int MostItems = 1_000;

    /// <summary>How many items go into one call, 1 to 100. Items that share a call share a prompt: use 1 where what one says must not touch the result of another.</summary>
    /// <value>Default 10.</value>
    public int PerCall { get; init; } = 10;

    /// <summary>The tier that is asked.</summary>
    /// <value>Default <see cref="Tier.Standard"/>.</value>
    public Tier Tier { get; init; } = Tier.Standard;

    /// <summary>The most that the batch may cost, in USD, above 0, at most 1,000,000; null for no ceiling. What would cross it is not begun: the batch then ends with what is done.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Refuses a batch that cannot be worked on.</summary>
    /// <exception cref="HoldfastException"><c>invalid-batch</c> with the place, <c>invalid-schema</c>.</exception>
    internal void Demand()
    {
        Demand(Instructions is { Length: <= 20_000 } && !string.IsNullOrWhiteSpace(Instructions), "instructions", "it must have 1 to 20,000 characters that say what is to be done with each item");
        Demand(Schema.ValueKind is JsonValueKind.Object, "schema", "it must be a JSON Schema, an object, such as {\"type\":\"object\",\"properties\":{…},\"required\":[…]}");
        Demand(Schema.GetRawText().Length <= 50_000, "schema", "it has more than 50,000 characters, and each call would hold it");
        JsonSchema.Parse(Schema);
        var count = Items?.Count ?? 0;
        Demand(count is >= 1 and <= MostItems, "items", $"there are {count}; a batch has 1 to {MostItems:N0}. Send more as several batches");
        Demand(PerCall is >= 1 and <= 100, "per_call", $"it is {PerCall}; it must be 1 to 100");
        Demand(Enum.IsDefined(Tier), "tier", "it must be strong, standard or fast");
        Demand(MaxCost is null or (> 0 and <= 1_000_000), "max_cost", $"it is {MaxCost}; it must be above 0 and at most 1,000,000, or left out");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            Demand(Items![i]?.Id is { Length: >= 1 and <= 200 } id && !id.Any(char.IsControl), $"items[{i}].id", "it must have 1 to 200 characters and no control characters");
            Demand(ids.TryAdd(Items[i].Id, i), $"items[{i}].id", $"'{Items[i].Id}' is the id of items[{ids[Items[i].Id]}], too; ids are unique in a batch");
            Demand(Items[i].Input.ValueKind != JsonValueKind.Undefined, $"items[{i}].input", "it is missing; give any JSON value, such as a text");
        }
    }

    private static void Demand(bool holds, string place, string fault)
    {
        if (!holds)
        {
            throw new HoldfastException("invalid-batch", $"The batch is not valid at {place}: {fault}.");
        }
    }
}
