namespace Holdfast.Knowledge.Search;

/// <summary>A term of a question.</summary>
/// <param name="Term">The term.</param>
/// <param name="Weight">How much it counts: how often it is said and how rare it is.</param>
internal readonly record struct QueryTerm(string Term, double Weight);
