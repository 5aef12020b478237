using Holdfast.Knowledge;
using Holdfast.Knowledge.Search;

namespace Holdfast.Tests.Knowledge;

public sealed class LoadedIndexesTests
{
    private readonly List<TaskCompletionSource<string>> loads = [];
    private readonly LoadedIndexes<string> indexes;

    public LoadedIndexesTests() => indexes = new LoadedIndexes<string>(_ =>
    {
        var load = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        loads.Add(load);
        return load.Task;
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_loaded_aside_when_it_is_asked_for_again()
    {
        var version = Version(1);
        indexes.TryGet(version, out _).ShouldBeFalse();
        loads.ShouldBeEmpty("a command that searches once loads nothing");
        indexes.TryGet(version, out _).ShouldBeFalse();
        indexes.TryGet(version, out _).ShouldBeFalse();

        // Whoever must have it waits for the same load.
        var waiting = indexes.GetAsync(version, Token);
        loads[0].SetResult("one");
        (await waiting).ShouldBe("one");
        loads.Count.ShouldBe(1);
        indexes.TryGet(version, out var index).ShouldBeTrue();
        (await index!).ShouldBe("one");
    }

    [Fact]
    public void A_base_that_changes_before_each_search_is_never_loaded()
    {
        for (var version = 1; version < 20; version++)
        {
            indexes.TryGet(Version(version), out _).ShouldBeFalse();
        }

        loads.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_old_version_is_not_given_for_a_new_one()
    {
        var first = indexes.GetAsync(Version(1), Token);
        loads[0].SetResult("one");
        await first;

        indexes.TryGet(Version(2), out _).ShouldBeFalse();
        var second = indexes.GetAsync(Version(2), Token);
        loads[1].SetResult("two");
        (await second).ShouldBe("two");
    }

    [Fact]
    public async Task A_load_that_failed_is_begun_anew()
    {
        var first = indexes.GetAsync(Version(1), Token);
        loads[0].SetException(new HoldfastException("store-unavailable", "Away."));
        await Should.ThrowAsync<HoldfastException>(() => first);

        indexes.TryGet(Version(1), out _).ShouldBeFalse();
        var second = indexes.GetAsync(Version(1), Token);
        loads[1].SetResult("one");
        (await second).ShouldBe("one");
    }

    [Fact]
    public async Task Those_searched_last_are_kept()
    {
        for (var id = 0; id < 9; id++)
        {
            var waiting = indexes.GetAsync(Version(1) with { Id = id }, Token);
            loads[id].SetResult($"{id}");
            await waiting;
        }

        indexes.TryGet(Version(1) with { Id = 8 }, out _).ShouldBeTrue();
        indexes.TryGet(Version(1) with { Id = 1 }, out _).ShouldBeTrue();
        indexes.TryGet(Version(1) with { Id = 0 }, out _).ShouldBeFalse();
    }

    private static KnowledgeBase Version(long version) => new() { Id = 1, Tenant = "acme", Name = "handbook", Version = version };
}
