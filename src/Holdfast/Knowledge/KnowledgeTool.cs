using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Knowledge;

/// <summary>The tool with which an agent searches a knowledge base.</summary>
internal static class KnowledgeTool
{
    public const int Passages = 5;

    /// <summary>The most of all passages of one call, in characters.</summary>
    private const int Room = 6_000;

    public static Tool Create(KnowledgeBases bases, string name, string about, bool trusted)
    {
        ArgumentNullException.ThrowIfNull(bases);
        ArgumentException.ThrowIfNullOrWhiteSpace(about);
        KnowledgeRules.CheckBase(name, null);
        return ToolMethods.Of(
            "search_" + name.Replace('-', '_'),
            $"Searches the documents about {about}. Use it before you answer a question about that. Say only what the passages say, and put the mark of the passage, such as [1], behind what you took from it; "
            + "if none of them answers the question, say that you do not know.",
            async (
                [Description("What to look for: the question with all that matters in it, in a sentence or a few words."), MinLength(1), MaxLength(2_000)] string query,
                ToolContext context,
                CancellationToken cancellationToken) => await SearchAsync(bases, name, query, context, cancellationToken),
            new ToolAttribute
            {
                Effect = ToolEffect.Read,
                Retrieves = true,
                Returns = trusted ? Integrity.Trusted : Integrity.Untrusted,
                Reach = ToolReach.Inside,
                Content = ["query"],
            });
    }

    private static async Task<PassageList> SearchAsync(KnowledgeBases bases, string name, string query, ToolContext context, CancellationToken cancellationToken)
    {
        var found = new KnowledgeResults(0, []);
        try
        {
            var asked = new KnowledgeQuery { Text = query, Limit = Passages };
            found = string.IsNullOrWhiteSpace(query) ? found
                : context.Meter is { } meter ? await bases.SearchAsync(context.Principal.Tenant, name, asked, meter, cancellationToken)
                : await bases.SearchAsync(context.Principal.Tenant, name, asked, cancellationToken);
        }
        catch (HoldfastException e) when (e.Code == "unknown-knowledge-base")
        {
            // A tenant that has put nothing in has nothing to find.
        }

        var (passages, room, last) = (new List<Passage>(), Room, context.Cited.Last);
        foreach (var hit in found.Hits)
        {
            if (hit.Text.Length <= room || passages.Count == 0)
            {
                room -= hit.Text.Length;
                var mark = context.Cited.Marks.TryGetValue(CitedPassages.KeyOf(hit.Path, hit.Start, hit.End), out var known) ? known : ++last;
                passages.Add(new Passage($"[{mark}]", hit.Path, hit.Title, hit.Heading, hit.Start, hit.End, Math.Round(hit.Coverage, 2), hit.Text));
            }
        }

        var limited = found.OnlyWords is null ? null : "Only words were searched, not meaning: what is said in other words may have been missed.";
        return passages.Count > 0 ? new PassageList(limited, passages) : new PassageList(limited is null ? "Nothing in the documents fits this." : $"Nothing in the documents fits this. {limited}", []);
    }
}
