using Holdfast.Storage.Identity;

namespace Holdfast.Server.Audit;

/// <summary>One line of the audit log.</summary>
/// <param name="Sequence">Its place in the log of the whole store.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Act">What was done.</param>
/// <param name="Subject">To what.</param>
/// <param name="Details">The rest, in words.</param>
/// <param name="Hash">The log's hash chain up to this line, in hexadecimal digits.</param>
internal sealed record AuditView(long Sequence, DateTimeOffset At, string Actor, string Act, string Subject, string Details, string Hash)
{
    public static AuditView Of(AuditEntry entry) =>
        new(entry.Sequence, entry.At, entry.Actor, entry.Act, entry.Subject, entry.Details, Convert.ToHexStringLower(entry.Hash.Span));
}
