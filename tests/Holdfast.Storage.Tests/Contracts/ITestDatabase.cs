namespace Holdfast.Storage.Tests.Contracts;

/// <summary>A database for one test, which opens as many stores on it as the test wants.</summary>
public interface ITestDatabase : IAsyncDisposable
{
    /// <summary>Opens a further store on the same data; null where an engine cannot be shared.</summary>
    Task<TestStore?> OpenAsync();
}
