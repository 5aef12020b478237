using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Knowledge.Search;

/// <summary>The indexes of the bases that were searched last, of one version of each.</summary>
/// <param name="load">Loads the index of a base.</param>
internal sealed class LoadedIndexes<TIndex>(Func<long, Task<TIndex>> load)
{
    /// <summary>How many bases' indexes are kept in memory: of 10,000 chunks the vectors of 1,536 numbers take about 77 MB, the words about 10 MB.</summary>
    private const int Most = 8;

    private readonly Lock gate = new();
    private readonly List<(long Base, long Version, Task<TIndex>? Index)> kept = [];

    /// <summary>Returns the index, and waits while it is loaded.</summary>
    public Task<TIndex> GetAsync(KnowledgeBase found, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Loading goes on for the others when the first one who asked gives up.
            var index = Find(found) is { IsFaulted: false } known ? known : load(found.Id);
            Keep(found, index);
            return index.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Finds the index where it is loaded, as a task that is over. It is loaded aside when it is asked for again, so that a base that changes all the time is not loaded all the time.</summary>
    public bool TryGet(KnowledgeBase found, [NotNullWhen(true)] out Task<TIndex>? index)
    {
        lock (gate)
        {
            index = Find(found);

            // A load that failed is begun anew; what is wrong with the store is told by the search that goes on without.
            if (index is null or { IsFaulted: true } && kept.Any(k => k.Base == found.Id && k.Version == found.Version))
            {
                index = Task.Run(() => load(found.Id));
            }

            Keep(found, index);
            return index is { IsCompletedSuccessfully: true };
        }
    }

    private Task<TIndex>? Find(KnowledgeBase found) => kept.Find(k => k.Base == found.Id && k.Version == found.Version).Index;

    private void Keep(KnowledgeBase found, Task<TIndex>? index)
    {
        kept.RemoveAll(k => k.Base == found.Id);
        kept.Insert(0, (found.Id, found.Version, index));
        if (kept.Count > Most)
        {
            kept.RemoveAt(Most);
        }
    }
}
