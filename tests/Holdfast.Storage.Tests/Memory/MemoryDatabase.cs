using Holdfast.Storage.Tests.Contracts;
using Holdfast.Testing;

namespace Holdfast.Storage.Tests.Memory;

internal sealed class MemoryDatabase : ITestDatabase
{
    private bool opened;

    public Task<TestStore?> OpenAsync()
    {
        var first = !opened;
        opened = true;
        return Task.FromResult(first ? TestStore.Of(new InMemoryStore()) : null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
