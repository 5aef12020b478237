namespace Holdfast.Journal;

/// <summary>Remembers that a request was carried out, so that its repetition returns the same result.</summary>
/// <param name="Tenant">The tenant; keys of different tenants never meet.</param>
/// <param name="Key">The caller's key, 255 characters at most.</param>
/// <param name="Fingerprint">A hash of the request; the same key with another fingerprint is a conflict.</param>
/// <param name="Result">The id of what was made.</param>
/// <param name="At">When.</param>
public sealed record IdempotencyEntry(string Tenant, string Key, string Fingerprint, Guid Result, DateTimeOffset At);
