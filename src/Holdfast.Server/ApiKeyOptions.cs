namespace Holdfast.Server;

/// <summary>One caller: the configuration section <c>ApiKeys:&lt;name&gt;</c>.</summary>
public sealed record ApiKeyOptions
{
    /// <summary>The caller's name, as the journal records it for cancellations and feedback. The key of the configuration section.</summary>
    public required string Name { get; init; }

    /// <summary>The secret that the caller sends as <c>Authorization: Bearer …</c>. Appears in no message, log or trace.</summary>
    /// <value>At least 16 characters.</value>
    public required string Key { get; init; }

    /// <summary>The tenant that the caller belongs to: it sees and changes nothing of another one.</summary>
    /// <value>Default <c>default</c>.</value>
    public string Tenant { get; init; } = "default";

    /// <summary>What the caller may do: <c>invoke</c> (talk to agents), <c>operate</c> (search traces, read costs), <c>admin</c> (everything).</summary>
    /// <value>Default <c>invoke</c>. Other words are allowed: they become scopes of the principal, which tools may ask for.</value>
    public IReadOnlyList<string> Scopes { get; init; } = ["invoke"];

    /// <summary>Returns name, tenant and scopes, never the key.</summary>
    public override string ToString() => $"{Name} ({Tenant}: {string.Join(", ", Scopes)})";
}
