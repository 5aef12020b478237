namespace Holdfast.Safety.Guards.Pii;

/// <summary>A value that a recogniser found.</summary>
/// <param name="Kind">One of <see cref="PiiKinds"/>.</param>
/// <param name="Recogniser">Which format it has, such as <c>us-ssn</c>: finer than the kind, for measurements.</param>
/// <param name="Start">Where it starts, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
/// <param name="Confidence">How sure it is: 0.9 where a checksum or an unmistakable form proves it, 0.7 by form and context, 0.3 by form alone.</param>
internal readonly record struct PiiMatch(string Kind, string Recogniser, int Start, int Length, double Confidence);
