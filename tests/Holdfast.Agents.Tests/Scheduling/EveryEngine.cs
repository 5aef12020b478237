using Holdfast.Agents.Scheduling;

namespace Holdfast.Agents.Tests.Scheduling;

/// <summary>The engines that each test runs on.</summary>
public sealed class EveryEngine : TheoryData<string>
{
    public EveryEngine()
        : base("sqlite", "postgresql")
    {
    }
}
