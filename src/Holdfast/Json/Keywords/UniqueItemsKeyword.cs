using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>uniqueItems</c>, by hash, so that a long array costs linear time.</summary>
internal sealed class UniqueItemsKeyword : Keyword
{
    public static Keyword? Read(KeywordReader reader) => reader.Flag("uniqueItems") ? new UniqueItemsKeyword() : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() < 2)
            return true;
        var known = new Dictionary<int, List<(JsonElement Item, int Index)>>();
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            var hash = JsonEquality.Hash(item);
            if (!known.TryGetValue(hash, out var alike))
                known.Add(hash, alike = []);
            foreach (var (other, first) in alike)
            {
                // Values alike in their upper levels share a hash; comparing very many of those is somebody's attack.
                if (!run.Spend(100))
                    return false;
                if (JsonEquality.AreEqual(item, other))
                    return run.Collecting && run.Fail("uniqueItems", $"must not hold the same item twice; items {first} and {index} are both {Shown.Value(item)}");
            }

            alike.Add((item, index++));
        }

        return true;
    }
}
