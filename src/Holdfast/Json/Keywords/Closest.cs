namespace Holdfast.Json.Keywords;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Closest
{
    private const int LongestName = 64;
    private const int MostNames = 200;

    /// <summary>The candidate with the fewest edits, or null where none is near: a third of the length at most.</summary>
    public static string? To(string name, IReadOnlyList<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
            return null;
        var plain = Plain(name);
        string? best = null;
        var distance = int.MaxValue;
        foreach (var candidate in candidates.Take(MostNames))
        {
            if (candidate.Length is 0 or > LongestName)
                continue;
            var edits = Edits(plain, Plain(candidate));
            if (edits < distance && edits <= Math.Max(1, Math.Max(plain.Length, candidate.Length) / 3))
                (best, distance) = (candidate, edits);
        }

        return best;
    }

    // start_time, startTime and "Start-Time" are the same mistake waiting to happen.
    private static string Plain(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant() is { Length: > 0 } plain ? plain : name;

    private static int Edits(string from, string to)
    {
        Span<int> row = stackalloc int[LongestName + 1];
        for (var j = 0; j <= to.Length; j++)
            row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
