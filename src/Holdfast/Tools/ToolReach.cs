namespace Holdfast.Tools;

/// <summary>How far what a tool is given travels.</summary>
public enum ToolReach
{
    /// <summary>Not declared: told by the tool's name and parameters (addresses, recipients, the web).</summary>
    Unknown,

    /// <summary>It stays in the systems of the tenant.</summary>
    Inside,

    /// <summary>It leaves the tenant: a message to somebody, a search on the web, an address that is fetched.</summary>
    Outside,
}
