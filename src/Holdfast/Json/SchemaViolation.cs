namespace Holdfast.Json;

/// <summary>One way in which a JSON value breaks its schema, worded for a language model and a developer alike.</summary>
/// <param name="Path">Where: a JSON pointer (RFC 6901) into the value, empty for the whole value, cut after 1,000 characters.</param>
/// <param name="Rule">The schema keyword that is broken, such as <c>required</c>; <c>false</c> where the schema allows nothing at all;
/// <c>limit</c> where the check was given up because the schema or the value demands too much work.</param>
/// <param name="Message">What is wrong, what was found and what is valid instead; 600 characters at most.</param>
public sealed record SchemaViolation(string Path, string Rule, string Message);
