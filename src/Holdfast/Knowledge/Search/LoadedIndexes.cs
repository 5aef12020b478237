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
            var index = Find(found).Index ?? load(found.Id);
            Keep(found, index);
            return index.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Finds the index where it is loaded, as a task that is over. It is loaded aside when it is asked for again, so that a base that changes all the time is not loaded all the time.</summary>
    public bool TryGet(KnowledgeBase found, [NotNullWhen(true)] out Task<TIndex>? index)
    {
        lock (gate)
        {
            (index, var again) = Find(found);
            index ??= again ? load(found.Id) : null;
            Keep(found, index);
            return index is { IsCompletedSuccessfully: true };
        }
    }

    /// <summary>The index, loaded or being loaded, and whether it was asked for before. One that failed is none: the search that goes on without meets the same store, and tells.</summary>
    private (Task<TIndex>? Index, bool Again) Find(KnowledgeBase found)
    {
        var at = kept.FindIndex(k => k.Base == found.Id && k.Version == found.Version);
        return at < 0 ? (null, false) : (kept[at].Index is { IsFaulted: false } index ? index : null, true);
    }

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
