namespace Holdfast.Server.Problems;

/// <summary>A refusal as RFC 9457 has it.</summary>
/// <param name="Type">The code as a URN; <c>docs/errors.md</c> explains it.</param>
/// <param name="Title">What kind of refusal it is: the same for every one of its code.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code, such as <c>unknown-session</c>.</param>
/// <param name="Detail">What happened, why, and what to do next.</param>
/// <param name="Field">The field, header or parameter that is to blame, or null.</param>
internal sealed record ProblemView(string Type, string Title, int Status, string Code, string Detail, string? Field = null);
