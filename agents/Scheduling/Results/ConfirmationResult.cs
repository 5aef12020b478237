namespace Holdfast.Agents.Scheduling;

/// <summary>A confirmation that is on its way.</summary>
/// <param name="Message">What happens, in words, to be read to the customer.</param>
/// <param name="AppointmentId">The appointment's number.</param>
/// <param name="Recipient">The e-mail address it goes to.</param>
/// <param name="MessageId">The message's id: a second copy of it is the same message.</param>
public sealed record ConfirmationResult(string Message, string AppointmentId, string Recipient, string MessageId);
