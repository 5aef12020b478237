using Holdfast.Safety.Redaction;

namespace Holdfast.Safety.Guards;

/// <summary>What the guards of a set made of a text together.</summary>
/// <param name="Text">
/// The text after redaction. Under <see cref="GuardVerdict.Block"/> and <see cref="GuardVerdict.Escalate"/> it is for the record only; it is empty
/// where a guard failed, because nobody knows what it would have found.
/// </param>
/// <param name="Verdict">The severest verdict of all guards.</param>
/// <param name="Reports">The guards that found something or failed, in the order of the set.</param>
/// <param name="Entries">What entered the vault for the first time, to be kept beside the session.</param>
public sealed record GuardOutcome(string Text, GuardVerdict Verdict, IReadOnlyList<GuardReport> Reports, IReadOnlyList<VaultEntry> Entries)
{
    /// <summary>Whether a guard found that the text must not be trusted.</summary>
    public bool IsDistrusted { get; init; }

    /// <summary>Whether the text may go on.</summary>
    public bool MayPass => Verdict <= GuardVerdict.Redact;
}
