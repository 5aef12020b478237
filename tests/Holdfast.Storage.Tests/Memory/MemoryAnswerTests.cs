using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.Memory;

public sealed class MemoryAnswerTests : AnswerContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => Task.FromResult<ITestDatabase>(new MemoryDatabase());
}
