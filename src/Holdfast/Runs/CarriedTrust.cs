namespace Holdfast.Runs;

/// <summary>What the labels of a session rest on, of messages that left the window.</summary>
/// <param name="Texts">The newest of them, oldest first: what the user said, and what trusted or private results held.</param>
/// <param name="Counts">How often each tool was called.</param>
/// <param name="Calls">The newest calls, oldest first.</param>
public sealed record CarriedTrust(IReadOnlyList<CarriedText> Texts, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<CarriedCall> Calls)
{
    /// <summary>Nothing left the window yet.</summary>
    public static CarriedTrust None { get; } = new([], new Dictionary<string, int>(StringComparer.Ordinal), []);
}
