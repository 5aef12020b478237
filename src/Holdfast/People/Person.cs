namespace Holdfast.People;

/// <summary>A person of whom data are given out or erased.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="User">The user, as sessions are opened for them.</param>
/// <param name="Runs">The runs of their sessions: what tools kept under idempotency keys is found by the key's beginning, the run's id as 32 hexadecimal digits.</param>
public sealed record Person(string Tenant, string User, IReadOnlyList<Guid> Runs);
