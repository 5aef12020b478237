namespace Holdfast.Json;

/// <summary>Placeholder until the repair is merged.</summary>
public static class JsonRepair
{
    /// <summary>Repairs nothing yet.</summary>
    public static bool TryRepair(string text, out string json, out bool truncated)
    {
        json = text;
        truncated = false;
        return false;
    }
}
