namespace Holdfast.Storage.Knowledge;

/// <summary>How a change of a document changes the counts of its base.</summary>
internal sealed class TermCounts
{
    private readonly Dictionary<string, int> changes = new(StringComparer.Ordinal);

    public int Chunks { get; private set; }

    public long Title { get; private set; }

    public long Heading { get; private set; }

    public long Body { get; private set; }

    /// <summary>In how many more chunks each term is, or fewer, in an order that is the same for everybody.</summary>
    public IEnumerable<KeyValuePair<string, int>> Changed => changes.Where(static pair => pair.Value != 0).OrderBy(static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Counts a chunk.</summary>
    /// <param name="sign">1 where it comes, −1 where it goes.</param>
    /// <param name="title">The terms of the title.</param>
    /// <param name="heading">Those of its headings.</param>
    /// <param name="body">Those of its text.</param>
    public void Add(int sign, string title, string heading, string body)
    {
        var (titles, headings, bodies) = (Terms(title), Terms(heading), Terms(body));
        Chunks += sign;
        Title += sign * titles.Length;
        Heading += sign * headings.Length;
        Body += sign * bodies.Length;
        foreach (var term in titles.Concat(headings).Concat(bodies).Distinct(StringComparer.Ordinal))
        {
            changes[term] = changes.GetValueOrDefault(term) + sign;
        }
    }

    private static string[] Terms(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
