namespace Holdfast.Runs.Events;

/// <summary>An item of memory as a model was shown it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">The line.</param>
public sealed record RecalledItem(Guid Id, string Text);
