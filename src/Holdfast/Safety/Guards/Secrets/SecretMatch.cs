namespace Holdfast.Safety.Guards.Secrets;

/// <summary>A secret that was found.</summary>
/// <param name="Kind">One of <see cref="SecretKinds"/>.</param>
/// <param name="Rule">What found it, finer than the kind, for measurements.</param>
/// <param name="Start">Where it starts, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
internal readonly record struct SecretMatch(string Kind, string Rule, int Start, int Length);
