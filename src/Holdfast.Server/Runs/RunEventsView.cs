namespace Holdfast.Server.Runs;

/// <summary>The journal of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Session">The session.</param>
/// <param name="Trace">The trace id: the run's, or that of the run at the top of the calls.</param>
/// <param name="Status">Where the run stands.</param>
/// <param name="Events">Its events so far, in order.</param>
internal sealed record RunEventsView(string Run, string Session, string Trace, string Status, IReadOnlyList<EventView> Events);
