namespace Holdfast.Journal;

/// <summary>Something from outside that waits in a session's inbox until the session's owner journals it.</summary>
/// <param name="Id">Its id; for a message, the id of the run that it starts.</param>
/// <param name="Session">The session.</param>
/// <param name="Kind">What it is: <c>message</c>, <c>cancel</c>, <c>feedback</c>, <c>decision</c>, <c>ticket</c>, <c>child</c>, <c>revocation</c> or <c>end</c>.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="Payload">UTF-8 JSON, as its kind defines.</param>
/// <param name="Position">Its place in the order of arrival, given by the store.</param>
public sealed record InboxItem(Guid Id, Guid Session, string Kind, DateTimeOffset At, ReadOnlyMemory<byte> Payload, long Position = 0);
