namespace Holdfast.Runs.Events;

/// <summary>The user is asked to confirm exactly this action. The run ends with the question; a plain yes as the next message lets the same action through once.</summary>
/// <param name="Call">The call's id.</param>
/// <param name="Digest">The digest of principal, session, tool and arguments.</param>
/// <param name="Question">The question, made of the arguments, not by a model.</param>
public sealed record ConfirmationAsked(string Call, string Digest, string Question) : RunEvent;
