namespace Holdfast.Storage.Identity;

/// <summary>An act of an administrator, to be recorded.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Tenant">The tenant that it concerns.</param>
/// <param name="Actor">Who does it.</param>
/// <param name="Act">What is done, such as <c>key.created</c>.</param>
/// <param name="Subject">To what, such as the id of a key.</param>
/// <param name="Details">The rest, in words. No secret, and no name of a person.</param>
public sealed record AuditAct(DateTimeOffset At, string Tenant, string Actor, string Act, string Subject, string Details = "");
