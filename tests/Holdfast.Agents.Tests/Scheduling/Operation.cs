namespace Holdfast.Agents.Tests.Scheduling;

/// <summary>A call out of a random sequence; the numbers pick from small sets, so that calls get in each other's way.</summary>
internal sealed record Operation(int Kind, int User, int Day, int Quarter, int Service, int Staff, int Target)
{
    public string Key => $"key-{Target}-{Kind}-{User}-{Day}-{Quarter}";
}
