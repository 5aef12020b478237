namespace Holdfast.Server.Sessions;

/// <summary>Sends a message.</summary>
/// <param name="Text">What the user says.</param>
/// <param name="CancelRunning">Whether a run in progress is cancelled; otherwise the message waits its turn.</param>
internal sealed record MessageRequest(string Text, bool CancelRunning = false);
