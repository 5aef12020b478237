namespace Holdfast.Server.OpenAi;

/// <summary>All agents as models.</summary>
/// <param name="Object"><c>list</c>.</param>
/// <param name="Data">The agents.</param>
internal sealed record ModelListView(string Object, IReadOnlyList<ModelView> Data);
