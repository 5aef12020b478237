namespace Holdfast.Server.Auth;

/// <summary>What a caller may do.</summary>
internal static class Scopes
{
    /// <summary>Talk to agents.</summary>
    public const string Invoke = "invoke";

    /// <summary>Decide on actions that wait for a person.</summary>
    public const string Approve = "approve";

    /// <summary>Search traces, read costs, see to tickets.</summary>
    public const string Operate = "operate";

    /// <summary>Everything: also keys, the audit log, and the data of persons.</summary>
    public const string Admin = "admin";
}
