namespace Holdfast.Knowledge;

/// <summary>What became of a folder that was given.</summary>
/// <param name="Added">How many documents are new.</param>
/// <param name="Changed">How many were read again.</param>
/// <param name="Unchanged">How many were left as they are.</param>
/// <param name="Removed">How many are no longer there.</param>
/// <param name="Refused">The files that could not be read, each with why. Where the base had an earlier one of the name, it stays.</param>
/// <param name="Embedded">Whether every text of the base has its vector; true without an embedding model.</param>
public sealed record IngestReport(int Added, int Changed, int Unchanged, int Removed, IReadOnlyList<string> Refused, bool Embedded);
