namespace Holdfast.Runs.Events;

/// <summary>The agent noted something down for the rest of the session.</summary>
/// <param name="Title">By which it is found; it takes the place of an earlier note with the same title.</param>
/// <param name="Text">What was noted; empty where the note was taken away.</param>
/// <param name="Untrusted">Whether something untrusted had been read before.</param>
public sealed record NoteTaken(string Title, string Text = "", bool Untrusted = false) : RunEvent;
