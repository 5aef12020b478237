namespace Holdfast.Runs;

/// <summary>A request to end the session.</summary>
/// <param name="Why"><see cref="SessionEnding.Expired"/> or <see cref="SessionEnding.Closed"/>.</param>
internal sealed record InboxEnd(string Why);
