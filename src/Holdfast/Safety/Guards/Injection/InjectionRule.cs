namespace Holdfast.Safety.Guards.Injection;

/// <summary>Meanings that together are an injection, in any order: languages differ in it.</summary>
/// <param name="Kind">The kind of the finding.</param>
/// <param name="Confidence">How sure it is, 0 to 1.</param>
/// <param name="Window">How many words they may span.</param>
/// <param name="Concepts">The meanings, each of which must occur.</param>
internal sealed record InjectionRule(string Kind, double Confidence, int Window, params Concept[] Concepts);
