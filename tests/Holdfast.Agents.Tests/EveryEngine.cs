namespace Holdfast.Agents.Tests;

/// <summary>The engines that each test runs on.</summary>
public sealed class EveryEngine : TheoryData<string>
{
    public EveryEngine()
        : base("sqlite", "postgresql")
    {
    }
}
