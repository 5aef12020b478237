namespace Holdfast.Server.Configuration;

/// <summary>Collects what is wrong with a configuration, so that one restart mends it.</summary>
internal sealed class Faults
{
    private readonly List<string> all = [];

    public void Add(string key, string fault) => all.Add($"{key}: {fault}");

    /// <summary>Refuses a configuration with faults.</summary>
    /// <exception cref="HoldfastException"><c>invalid-configuration</c>, when there is any fault.</exception>
    public void Demand()
    {
        if (all.Count > 0)
        {
            throw new HoldfastException(
                "invalid-configuration",
                $"The configuration has {all.Count} fault{(all.Count == 1 ? "" : "s")}:\n" + string.Join('\n', all.Select(fault => "- " + fault))
                + "\nKeys are set in appsettings.json, or as environment variables such as HOLDFAST__Storage. See docs/configuration.md.");
        }
    }
}
