using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.Memory;

public sealed class MemoryConcurrencyTests : ConcurrencyContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => Task.FromResult<ITestDatabase>(new MemoryDatabase());
}
