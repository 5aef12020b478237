using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Cli.Guards;

/// <summary>The labelled texts, split so that nothing in one part resembles anything in another.</summary>
internal sealed class InjectionData
{
    /// <summary>The files that are read.</summary>
    public static readonly string[] Files =
        [Attacks, "intents_banking77.jsonl", "intents_clinc150.jsonl", "intents_clinc150_domains.json", "booking_slots.jsonl", "pii_sentences.jsonl", Dates, Articles];

    /// <summary>The variant under which ordinary messages of customers are counted.</summary>
    public const string Ordinary = "customer_question";

    private const string Attacks = "injection_dev.jsonl";
    private const string Articles = "rag_banking_docs.jsonl";
    private const string Dates = "dates_english.jsonl";
    private const double NearDuplicate = 0.7;

    private static readonly (DataPart Part, double Share)[] Shares = [(DataPart.Train, 0.5), (DataPart.HeldBack, 0.3), (DataPart.Tune, 0.2)];

    private InjectionData(IReadOnlyList<InjectionExample> examples, IReadOnlyList<string> requests, IReadOnlyList<string> remarks)
    {
        Examples = examples;
        Requests = requests;
        Remarks = remarks;
    }

    /// <summary>All examples, each with its part.</summary>
    public IReadOnlyList<InjectionExample> Examples { get; }

    /// <summary>Requests to an assistant that no document of a bank would hold; for training only.</summary>
    public IReadOnlyList<string> Requests { get; }

    /// <summary>Remarks about days and times, such as any honest document holds; for training only.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Reads the data of a folder and splits it.</summary>
    public static InjectionData Read(string folder)
    {
        var examples = Lines(folder, Attacks).Select(e => new InjectionExample(
            e.Text("text")!, e.Text("label") == "injection", e.Text("channel") == "document", Variant(e.Text("variant")!), e.Text("attack"))).ToList();
        Split(examples);

        // Never trained on: more articles of the same trade than the labelled ones, without those that resemble one of them.
        examples.AddRange(OtherArticles(folder, [.. examples.Where(e => e.IsDocument).Select(e => Shingles(e.Carrier))]));

        // Never trained on: what the guard makes of texts of another trade.
        examples.AddRange(Foreign(folder, "booking_slots.jsonl", isDocument: false, "booking_request"));
        examples.AddRange(Foreign(folder, "pii_sentences.jsonl", isDocument: true, "short_note"));

        foreach (var text in Lines(folder, "intents_banking77.jsonl").Select(e => e.Text("text")!).Distinct(StringComparer.Ordinal))
        {
            var share = Hash(text) % 10;
            examples.Add(new InjectionExample(text, IsInjection: false, IsDocument: false, Ordinary, Attack: null)
            {
                Part = share < 5 ? DataPart.Train : share < 7 ? DataPart.Tune : DataPart.HeldBack,
            });
        }

        return new InjectionData(examples, Asked(folder), [.. Lines(folder, Dates).Select(e => e.Text("text")!).Distinct(StringComparer.Ordinal)]);
    }

    private static IEnumerable<InjectionExample> OtherArticles(string folder, IReadOnlyList<int[]> labelled)
    {
        foreach (var article in Lines(folder, Articles))
        {
            var text = $"# {article.Text("title")}\n{article.Text("text")}";
            var shingles = Shingles(text);
            if (!labelled.Any(other => Similar(shingles, other)))
            {
                yield return new InjectionExample(text, IsInjection: false, IsDocument: true, "other_kb_article", Attack: null) { Part = DataPart.HeldBack };
            }
        }
    }

    private static IEnumerable<InjectionExample> Foreign(string folder, string file, bool isDocument, string variant) =>
        Lines(folder, file).Select(e => new InjectionExample(e.Text("text")!, IsInjection: false, isDocument, variant, Attack: null) { Part = DataPart.HeldBack });

    /// <summary>Requests of domains other than money: those stand in a bank's documents.</summary>
    private static List<string> Asked(string folder)
    {
        using var domains = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "intents_clinc150_domains.json")));
        var banking = domains.RootElement.EnumerateObject().Where(d => d.Name is "banking" or "credit_cards")
            .SelectMany(d => d.Value.EnumerateArray()).Select(label => label.GetString()!).ToHashSet(StringComparer.Ordinal);
        return [.. Lines(folder, "intents_clinc150.jsonl").Where(e => !banking.Contains(e.Text("label")!)).Select(e => e.Text("text")!)];
    }

    /// <summary>Only technique and channel: the position of an attack is not its kind.</summary>
    private static string Variant(string variant) => variant.StartsWith("bipia_text:", StringComparison.Ordinal) ? variant[..variant.LastIndexOf(':')] : variant;

    private static IEnumerable<JsonElement> Lines(string folder, string file) => File.ReadLines(Path.Combine(folder, file)).Select(line =>
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    });

    private static void Split(List<InjectionExample> examples)
    {
        // Attacks are dealt out by kind, so that each kind is in each part as far as its number allows.
        var groups = Groups(examples).ToList();
        for (var i = 0; i < groups.Count; i++)
        {
            // E-mails that also carry attacks hang together through those; as documents they do not resemble each other.
            var mixed = groups[i].Exists(e => e.IsInjection) && groups[i].Exists(e => !e.IsInjection);
            groups[i].ForEach(e => e.Group = mixed ? 0 : i + 1);
        }

        foreach (var family in groups.GroupBy(g => g.Select(e => e.Variant).Order(StringComparer.Ordinal).First(), StringComparer.Ordinal).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var total = family.Sum(g => g.Count);
            var given = new int[Shares.Length];
            foreach (var group in family.OrderByDescending(g => g.Count).ThenBy(g => Hash(g[0].Text)))
            {
                var most = Enumerable.Range(0, Shares.Length).MaxBy(i => (Shares[i].Share * total) - given[i]);
                given[most] += group.Count;
                group.ForEach(e => e.Part = Shares[most].Part);
            }
        }
    }

    /// <summary>Examples that belong together: the same attack, or carriers that are nearly the same.</summary>
    private static IEnumerable<List<InjectionExample>> Groups(List<InjectionExample> examples)
    {
        var leader = Enumerable.Range(0, examples.Count).ToArray();
        var shingles = examples.Select(e => Shingles(e.Carrier)).ToArray();
        for (var i = 0; i < examples.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Find(i) != Find(j) && ((examples[i].Attack is { } attack && attack == examples[j].Attack) || Similar(shingles[i], shingles[j])))
                {
                    leader[Find(i)] = Find(j);
                }
            }
        }

        return Enumerable.Range(0, examples.Count).GroupBy(Find).Select(g => g.Select(i => examples[i]).ToList());

        int Find(int i)
        {
            while (leader[i] != i)
            {
                i = leader[i] = leader[leader[i]];
            }

            return i;
        }
    }

    private static int[] Shingles(string text)
    {
        var words = text.ToLowerInvariant().Split((char[])[.. text.Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
        return [.. Enumerable.Range(0, Math.Max(1, words.Length - 2)).Select(i => (int)Hash(string.Join(' ', words.Skip(i).Take(3)))).Distinct().Order()];
    }

    private static bool Similar(int[] one, int[] other)
    {
        if (Math.Min(one.Length, other.Length) < NearDuplicate * Math.Max(one.Length, other.Length))
        {
            return false;
        }

        var both = 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            both += one[i] == other[j] ? 1 : 0;
            var order = one[i].CompareTo(other[j]);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return both >= NearDuplicate * (one.Length + other.Length - both);
    }

    private static uint Hash(string text) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
