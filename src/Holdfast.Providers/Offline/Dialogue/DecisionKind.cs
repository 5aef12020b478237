namespace Holdfast.Providers.Offline.Dialogue;

internal enum DecisionKind
{
    Say,

    /// <summary>Says that it cannot help with this.</summary>
    Decline,

    Ask,
    Propose,
    Call,
}
