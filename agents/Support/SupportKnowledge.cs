using Holdfast.Knowledge;

namespace Holdfast.Agents.Support;

/// <summary>The demo shop's pages: its rules, and manuals of what it sells.</summary>
public static class SupportKnowledge
{
    /// <summary>The name of the knowledge base.</summary>
    public const string Base = "shop-pages";

    private const string Folder = "knowledge/";

    /// <summary>What the base tells about, as the end of a sentence.</summary>
    internal const string About = "the shop's rules (returns, damage, refunds, shipping, orders, payment, warranty, privacy, opening hours) and the manuals of its products";

    /// <summary>Puts the pages into a tenant's base. May be applied at every start: pages that did not change are not touched, nor are other documents of the base.</summary>
    /// <param name="bases">The knowledge bases.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Stops the work; pages put in until then stay.</param>
    public static async Task ApplyAsync(KnowledgeBases bases, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bases);
        await bases.SaveAsync(tenant, Base, About, cancellationToken);
        foreach (var (path, content) in Pages())
        {
            await bases.PutAsync(tenant, Base, new KnowledgeSource { Path = path, MediaType = "text/markdown", Content = content }, cancellationToken);
        }
    }

    internal static IEnumerable<(string Path, byte[] Content)> Pages()
    {
        var assembly = typeof(SupportKnowledge).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return (name[Folder.Length..], content);
        }
    }
}
