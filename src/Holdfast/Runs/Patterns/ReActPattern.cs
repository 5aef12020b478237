using Holdfast.Agents;
using Holdfast.Runs.Commands;

namespace Holdfast.Runs.Patterns;

/// <summary>Reason and act in turn until the model answers without calling a tool.</summary>
internal sealed class ReActPattern : Pattern
{
    private static readonly CallModel Act = new(Purposes.Act, Tier.Standard) { OffersTools = true, IsAnswer = true };

    public override string Fingerprint => "react";

    public override Command Next(RunState state, Agent agent) => state.Reply is { } reply ? Answer(reply, spoken: true) : Act;
}
