namespace Holdfast.Runs;

/// <summary>What the labels of a session rest on, of messages that left the window.</summary>
/// <param name="Texts">The newest of them, oldest first: what the user said, and what trusted or private results held.</param>
/// <param name="Calls">How often each tool was called.</param>
/// <param name="Executed">Hashes of the calls with their arguments, the newest.</param>
public sealed record CarriedTrust(IReadOnlyList<CarriedText> Texts, IReadOnlyDictionary<string, int> Calls, IReadOnlyList<long> Executed)
{
    /// <summary>Nothing left the window yet.</summary>
    public static CarriedTrust None { get; } = new([], new Dictionary<string, int>(StringComparer.Ordinal), []);
}
