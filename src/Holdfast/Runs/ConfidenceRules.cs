using Holdfast.Agents;
using Holdfast.Confidence;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>How sure an agent is of its answer, and what it does when that is not enough. Pure; an agent without a threshold is left alone.</summary>
internal static class ConfidenceRules
{
    /// <summary>What is done in place of what the pattern wants: score the answer, sample it first, or withhold it.</summary>
    public static Command Weigh(Command command, RunState state, Agent agent)
    {
        if (agent.Confidence is not { } options)
        {
            return command;
        }

        switch (command)
        {
            case CallModel { Purpose: Purposes.Act } call when options.StrongerTier is { } stronger:
                return !state.Confidence.MovedUp && MustMoveUp(state, options) ? MoveUp(state, agent, options)
                    : call with { Tier = state.Confidence.MovedUp ? stronger : Tier.Fast, IsAnswer = false, IsTrial = !state.Confidence.MovedUp, ForbidsCalls = state.Confidence.MovedUp && HadEffect(state, agent) };
            case CallModel { IsAnswer: true } call:
                // Nothing leaves before it is scored.
                return call with { IsAnswer = false };
            case Finish { Reason: TerminationReason.Completed or TerminationReason.NeedsInput, Partial: false } finish:
                return state.Confidence.Scored is { } scored ? Ending(scored, state, options) ?? finish : Score(finish, state, agent, options);
            default:
                return command;
        }
    }

    /// <summary>The fast tier gives up, and the stronger one goes on; null where nobody is stronger.</summary>
    public static Record? Recover(RunState state, Agent agent, ModelFailed failure) =>
        agent.Confidence is { StrongerTier: not null } options && !state.Confidence.MovedUp && failure is { Purpose: Purposes.Act, Tier: Tier.Fast, Category: not (ErrorCategory.Cancelled or ErrorCategory.ContextTooLong) }
            ? MoveUp(state, agent, options) : null;

    public static RunState Apply(RunState state, AnswerScored e)
    {
        if (e.Outcome == ScoreOutcome.Given)
        {
            return state with { Confidence = state.Confidence with { Scored = e } };
        }

        var unsaid = state.Reply;
        var (messages, confidence) = (WithoutUnsaid(state), state.Confidence);
        if (messages.Count < state.Messages.Count)
        {
            unsaid ??= state.Messages[messages.Count].Message.Text;
        }

        if (e.Outcome != ScoreOutcome.MovedUp)
        {
            return state with { Messages = messages, Confidence = confidence with { Scored = e, Unsaid = unsaid } };
        }

        var cascade = confidence.Cascade ?? new CascadeState();
        return state with
        {
            Messages = messages,
            Reply = null,
            Failure = null,
            Confidence = confidence with
            {
                Invalid = 0,
                Samples = null,
                SamplesAsked = 0,
                Cascade = new CascadeState(
                    cascade.InputTokens - (cascade.Last?.InputTokens ?? 0),
                    cascade.OutputTokens - (cascade.Last?.OutputTokens ?? 0),
                    cascade.CachedTokens - (cascade.Last?.CachedTokens ?? 0),
                    MovedUp: true),
            },
        };
    }

    /// <summary>Counts what a reply tells.</summary>
    public static ConfidenceState Count(ConfidenceState known, ModelReplied e)
    {
        if (e.Purpose == Purposes.Sample)
        {
            return known with { SamplesAsked = known.SamplesAsked + 1, Samples = [.. known.Samples ?? [], e.Text ?? ""] };
        }

        if (e is { Purpose: Purposes.Act, Tier: Tier.Fast })
        {
            var (last, cascade) = (e.Attempts[^1], known.Cascade ?? new CascadeState());
            known = known with
            {
                Cascade = cascade with
                {
                    InputTokens = cascade.InputTokens + last.InputTokens,
                    OutputTokens = cascade.OutputTokens + last.OutputTokens,
                    CachedTokens = cascade.CachedTokens + last.CachedTokens,
                    Last = new CascadeState(last.InputTokens, last.OutputTokens, last.CachedTokens),
                },
            };
        }

        return WithInvalid(known, e.Attempts);
    }

    /// <summary>Counts what a failure tells: the call before it is not what the stronger tier would do again.</summary>
    public static ConfidenceState Count(ConfidenceState known, ModelFailed e) =>
        e.Purpose == Purposes.Sample ? known with { SamplesAsked = known.SamplesAsked + 1 }
        : WithInvalid(known.Cascade is { Last: not null } cascade ? known with { Cascade = cascade with { Last = null } } : known, e.Attempts);

    /// <summary>There is no money for another sample: what there is has to do.</summary>
    public static ConfidenceState WithoutMoreSamples(ConfidenceState known) => known with { SamplesAsked = int.MaxValue };

    /// <summary>Counts what the end of a tool call tells.</summary>
    public static RunState Apply(RunState state, ToolFinished e)
    {
        var known = state.Confidence;
        var counted = e is { Outcome: ToolOutcome.Refused, Rule: "schema" or "tool" } ? known with { Invalid = known.Invalid + 1 }
            : e.Outcome is ToolOutcome.Failed or ToolOutcome.Unknown ? known with { Failed = known.Failed + 1 }
            : e.Similarity is { } similarity && !(similarity <= known.Retrieval) ? known with { Retrieval = similarity }
            : known;
        return ReferenceEquals(counted, known) ? state : state with { Confidence = counted };
    }

    /// <summary>What the next run knows of the one that ended.</summary>
    public static ConfidenceState ForNextRun(RunState state) =>
        state.Confidence.Scored is { Outcome: ScoreOutcome.Asked } ? new ConfidenceState(AskedBefore: true) : ConfidenceState.None;

    /// <summary>The conversation without an answer that nobody was given.</summary>
    public static MessageLog WithoutUnsaid(RunState state)
    {
        if (state.Messages.Count == 0 || state.Messages[state.Messages.Count - 1].Message is not { } last || last.Role != ChatRole.Assistant)
        {
            return state.Messages;
        }

        foreach (var content in last.Contents)
        {
            if (content is not TextContent || content.RawRepresentation is PersonReply)
            {
                return state.Messages;
            }
        }

        return state.Messages.WithoutLast();
    }

    /// <summary>Why a person is needed, in a sentence; null where the score does not ask for one.</summary>
    public static string? WhyEscalated(RunState state) => state.Confidence.Scored is { Outcome: ScoreOutcome.Escalated } scored
        ? $"The confidence in the answer is {scored.Score:0.00}, under the agent's threshold of {scored.AtLeast:0.00} ({Described(scored.Signals)})."
        : null;

    /// <summary>What all model calls would have cost without the cascade, in nano-dollars: the stronger tier in place of the fast one. Null where there is none, or no price is known.</summary>
    public static long? CostAlone(RunState state, Agent agent, ModelCatalog catalog)
    {
        if (state.Confidence.Cascade is not { } cascade || agent.Confidence?.StrongerTier is not { } stronger)
        {
            return null;
        }

        var price = catalog.Chain(stronger)[0].Price;
        if (price == Cost.ModelPrice.Free)
        {
            return null;
        }

        var others = 0L;
        foreach (var usage in state.Usage)
        {
            others += usage is { Tier: "fast", Purpose: Purposes.Act } or { Purpose: Purposes.Sample } ? 0 : usage.CostNanos;
        }

        return others + price.CostNanos(cascade.InputTokens, cascade.OutputTokens, cascade.CachedTokens);
    }

    /// <summary>What the author of a cascade should know about the models that serve it.</summary>
    public static IEnumerable<string> Warnings(Agent agent, ModelCatalog catalog)
    {
        foreach (var part in agent.Specialists.Append(agent))
        {
            if (part.Confidence?.StrongerTier is { } stronger && catalog.Chain(Tier.Fast)[0] is { Provider.IsLocal: false } first && catalog.Chain(stronger)[0].Name == first.Name)
            {
                yield return $"Agent '{part.Name}' is a cascade, and the first model of its fast tier and of its stronger tier ({stronger}) is the same, {first.Name}: it would be asked twice. Give the tiers different models.";
            }
        }
    }

    private static Finish? Ending(AnswerScored scored, RunState state, ConfidenceOptions options) => scored.Outcome switch
    {
        ScoreOutcome.Asked => new Finish(TerminationReason.NeedsInput, options.Question),
        ScoreOutcome.Escalated => new Finish(
            TerminationReason.Escalated,
            "I am not sure enough of my answer to give it to you, so I have passed this on to a person, with everything that was said here. They will answer you here.",
            Error: WhyEscalated(state)),
        _ => null,
    };

    private static Command Score(Finish finish, RunState state, Agent agent, ConfidenceOptions options)
    {
        // The call that would answer once more; null where the pattern has gone on since.
        var again = state.Reply is null || RouteRules.IsOutOfSteps(state, agent) ? null : agent.Pattern.Next(state with { Reply = null }, agent) as CallModel;
        if (again is not null && !state.Confidence.MovedUp && state.Confidence.SamplesAsked < options.Samples)
        {
            return again with
            {
                Purpose = Purposes.Sample,
                Tier = options.StrongerTier is null ? again.Tier : Tier.Fast,
                IsAnswer = false,
                ForbidsCalls = true,
                Temperature = options.SampleTemperature,
            };
        }

        var signals = SignalsOf(state, agent, finish.Answer ?? "");
        var score = (state.Confidence.MovedUp ? options.StrongerWeights : options.Weights).Score(signals);
        return new Record(new AnswerScored(
            score,
            signals,
            options.AtLeast,
            score >= options.AtLeast ? ScoreOutcome.Given
            : again is { Purpose: Purposes.Act } && options.StrongerTier is not null && !state.Confidence.MovedUp ? ScoreOutcome.MovedUp
            : options.Otherwise == LowConfidence.Ask && !state.Confidence.AskedBefore ? ScoreOutcome.Asked
            : ScoreOutcome.Escalated));
    }

    private static ConfidenceSignals SignalsOf(RunState state, Agent agent, string answer) => new(
        RestsOnRetrieval(state, agent) ? state.Confidence.Retrieval : null,
        SampleAgreement.Of(answer, state.Confidence.Samples ?? []),
        UnsureWords.AreIn(answer),
        state.Confidence.Invalid,
        state.Confidence.Failed);

    /// <summary>Whether the fast tier does so badly at calling tools that its answer need not be waited for.</summary>
    private static bool MustMoveUp(RunState state, ConfidenceOptions options) =>
        state.Confidence.Invalid > 0 && options.Weights.Score(new ConfidenceSignals(Invalid: state.Confidence.Invalid)) < options.AtLeast;

    private static Record MoveUp(RunState state, Agent agent, ConfidenceOptions options)
    {
        var signals = SignalsOf(state, agent, "");
        return new Record(new AnswerScored(options.Weights.Score(signals), signals, options.AtLeast, ScoreOutcome.MovedUp));
    }

    /// <summary>Whether no tool gave data besides those that retrieve: else nobody can tell what an answer rests on.</summary>
    private static bool RestsOnRetrieval(RunState state, Agent agent)
    {
        foreach (var tool in state.Tools)
        {
            if (agent.FindTool(tool) is { Declared: { ByEngine: false, Retrieves: false } } && tool is not (ToolRouting.FindTools or HandOverTool.Name or PersonTool.Name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether something may have been done in this run: the stronger tier then only says the answer, and does nothing twice.</summary>
    private static bool HadEffect(RunState state, Agent agent)
    {
        foreach (var tool in state.Tools)
        {
            if (agent.FindTool(tool) is { Declared.ByEngine: false, Effect: not ToolEffect.Read } || agent.Callees.ContainsKey(tool))
            {
                return true;
            }
        }

        return false;
    }

    private static ConfidenceState WithInvalid(ConfidenceState known, IReadOnlyList<ModelAttempt> attempts)
    {
        var invalid = 0;
        for (var i = 0; i < attempts.Count; i++)
        {
            invalid += attempts[i].Category == ErrorCategory.MalformedOutput ? 1 : 0;
        }

        return invalid == 0 ? known : known with { Invalid = known.Invalid + invalid };
    }

    private static string Described(ConfidenceSignals signals)
    {
        List<string> parts = [];
        if (signals.Retrieval is { } retrieval) { parts.Add($"what was found fits by {retrieval:0.00}"); }
        if (signals.Agreement is { } agreement) { parts.Add($"{agreement * 100:0} % of the samples agree"); }
        if (signals.Unsure) { parts.Add("the answer says that it is not sure"); }
        if (signals.Invalid > 0) { parts.Add($"{signals.Invalid} unusable replies or calls"); }
        if (signals.Failed > 0) { parts.Add($"{signals.Failed} failed calls"); }
        return parts.Count == 0 ? "no signal speaks against it" : string.Join(", ", parts);
    }
}
