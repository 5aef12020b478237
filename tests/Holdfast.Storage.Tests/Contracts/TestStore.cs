using Holdfast.Cost;
using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>One engine's three contracts.</summary>
public sealed record TestStore(IJournalStore Journal, IRunIndex Runs, IBudgetStore Budgets)
{
    public static TestStore Of<T>(T store)
        where T : IJournalStore, IRunIndex, IBudgetStore => new(store, store, store);
}
