namespace Holdfast.Knowledge.Search;

/// <summary>The vectors of the bases that were searched last, one version of each.</summary>
internal sealed class VectorIndexes(IKnowledgeStore store)
{
    /// <summary>How many bases' vectors are kept in memory: 10,000 chunks of 1,536 numbers take about 77 MB.</summary>
    private const int Most = 8;

    private readonly Lock gate = new();
    private readonly List<(long Base, long Version, string Model, Task<VectorIndex> Index)> kept = [];

    public async Task<VectorIndex> GetAsync(KnowledgeBase found, string model, CancellationToken cancellationToken)
    {
        Task<VectorIndex> index;
        lock (gate)
        {
            var at = kept.FindIndex(k => k.Base == found.Id && k.Version == found.Version && k.Model == model && !k.Index.IsFaulted);

            // Loading goes on for the others when the first one who asked gives up.
            var entry = at >= 0 ? kept[at] : (found.Id, found.Version, model, LoadAsync(found.Id, model));
            kept.RemoveAll(k => k.Base == found.Id);
            kept.Insert(0, entry);
            if (kept.Count > Most)
            {
                kept.RemoveAt(Most);
            }

            index = entry.Item4;
        }

        return await index.WaitAsync(cancellationToken);
    }

    private async Task<VectorIndex> LoadAsync(long id, string model) => new(await store.ReadVectorsAsync(id, model, CancellationToken.None));
}
