namespace Holdfast.Storage.Identity;

/// <summary>One line of the audit log.</summary>
/// <param name="Sequence">Its place in the log of this store, from 1, without gaps.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Tenant">The tenant that it concerns.</param>
/// <param name="Actor">Who did it: the name and id of an API key, <c>local</c>, or <c>command line</c>.</param>
/// <param name="Act">What was done, such as <c>key.created</c>.</param>
/// <param name="Subject">To what, such as the id of a key.</param>
/// <param name="Details">The rest, in words. No secret, and no name of a person.</param>
/// <param name="Hash">The log's hash chain up to and including this line: 32 bytes.</param>
public sealed record AuditEntry(long Sequence, DateTimeOffset At, string Tenant, string Actor, string Act, string Subject, string Details, ReadOnlyMemory<byte> Hash);
