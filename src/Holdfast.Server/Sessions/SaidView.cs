using Holdfast.People;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Sessions;

/// <summary>Something that was said in a session.</summary>
/// <param name="Sequence">Its place: give the last one as <c>after</c> to read only what is newer.</param>
/// <param name="At">When.</param>
/// <param name="From"><c>user</c>, <c>agent</c> or <c>person</c> (of the business, who took the session over).</param>
/// <param name="Text">What.</param>
/// <param name="By">The person, or null.</param>
/// <param name="Run">The run that it belongs to, or null.</param>
internal sealed record SaidView(long Sequence, DateTimeOffset At, string From, string Text, string? By, string? Run)
{
    public static SaidView Of(Utterance said) =>
        new(said.Sequence, said.At, WireName.Of(said.Speaker), said.Text, said.By, said.Run is { } run ? WireId.Of(run) : null);
}
