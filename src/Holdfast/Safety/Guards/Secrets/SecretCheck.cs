namespace Holdfast.Safety.Guards.Secrets;

/// <summary>Whether what follows a prefix may be a key.</summary>
internal delegate bool SecretCheck(ReadOnlySpan<char> rest);
