namespace Holdfast.Server.Notifications;

/// <summary>A notice could not be delivered.</summary>
/// <param name="message">Why, without what it said and without secrets.</param>
/// <param name="innerException">What happened, or null.</param>
internal sealed class NoticeRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
