using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Patterns;

namespace Holdfast.Tests.Snippets;

/// <summary>Let the model act until it has an answer, then let a stronger one look it over once.</summary>
public sealed class TwoOpinionsPattern : Pattern
{
    private const string Review = "review";

    public override string Fingerprint => "two-opinions 1";

    public override Command Next(RunState state, Agent agent) => state switch
    {
        { Reply: null } => new CallModel(Purposes.Act, Tier.Standard) { OffersTools = true },
        { Reply: { } draft } when !state.Usage.Any(u => u.Purpose == Review) => new CallModel(Review, Tier.Strong)
        {
            Instruction = $"Check this answer against the results above and write the final one: {draft}",
            IsAnswer = true,
        },
        { Reply: { } answer } => Answer(answer, spoken: true),
    };
}
