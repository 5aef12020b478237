namespace Holdfast.Server.Wire;

/// <summary>A request that cannot be understood, with the field that is to blame.</summary>
internal sealed class RequestFault(string code, string message, string? field = null) : HoldfastException(code, message)
{
    /// <summary>The field of the body, the header or the query parameter; or null.</summary>
    public string? Field { get; } = field;
}
