using System.Globalization;
using Holdfast.Tools;

namespace Holdfast.Knowledge;

/// <summary>A knowledge base that an agent searches.</summary>
/// <param name="Bases">Where it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Trusted">Whether its documents are the words of people who may decide what the agent does.</param>
/// <param name="Tool">The tool by which it is searched.</param>
internal sealed record KnownBase(KnowledgeBases Bases, string Name, bool Trusted, Tool Tool)
{
    /// <summary>What changes with every change of the base; the same text for a base that does not exist.</summary>
    public async Task<string> StateAsync(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Bases.FindAsync(tenant, Name, cancellationToken);
            return string.Create(CultureInfo.InvariantCulture, $"{found.Id}.{found.Version}");
        }
        catch (HoldfastException e) when (e.Code == "unknown-knowledge-base")
        {
            return "none";
        }
    }
}
