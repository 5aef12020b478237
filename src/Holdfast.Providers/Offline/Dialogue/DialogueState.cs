using System.Text.Json;
using Holdfast.Providers.Offline.Answers;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>The conversation so far, folded message by message. It is built anew for each call and kept nowhere.</summary>
internal sealed class DialogueState
{
    private const int RememberedUtterances = 3;
    private const int LongestQuestion = 1_000;

    private readonly Replies replies;
    private readonly ToolMatcher matcher;
    private readonly TimeZoneInfo zone;
    private readonly GoalPlanner planner;
    private readonly KnownValues known = new();
    private readonly CarriedValues carried = new();
    private readonly List<string> unclaimed = [];
    private readonly List<ToolOutcome> results = [];
    private List<JsonElement> offers = [];
    private HashSet<string> asked = [];
    private Goal? goal;
    private IReadOnlyList<KeyValuePair<string, JsonElement>>? pending;

    public DialogueState(IReadOnlyList<ToolModel> tools, Replies replies, TimeZoneInfo zone)
    {
        Tools = tools;
        this.replies = replies;
        this.zone = zone;
        matcher = new ToolMatcher(tools);
        planner = new GoalPlanner(tools, known, carried);
    }

    public IReadOnlyList<ToolModel> Tools { get; }

    /// <summary>What to do after the last message.</summary>
    public Decision Decision { get; private set; } = Decision.Say("");

    /// <summary>The results since the user last spoke.</summary>
    public IReadOnlyList<ToolOutcome> Results => results;

    public bool HasSaidLimited { get; private set; }

    /// <summary>Takes in a message of the user.</summary>
    public void Hear(string text, DateTime now)
    {
        results.Clear();
        var wantsTime = goal is not null && asked.Any(name => goal.Tool.Find(name) is { Kind: ParameterKind.Time or ParameterKind.DateTime });
        var said = new Utterance(text, new DateContext(now, wantsTime));
        var proposal = pending;
        pending = null;
        Decision = proposal is not null && goal is not null ? Answered(said, proposal) : Listen(said);
        asked = Decision.Kind == DecisionKind.Ask && goal is not null ? [.. goal.Missing.Select(parameter => parameter.Name)] : asked;
    }

    /// <summary>Takes in what the assistant said.</summary>
    public void Spoke(string text)
    {
        HasSaidLimited |= text.Contains(Replies.LimitedMark, StringComparison.Ordinal);
        pending = Decision.Kind == DecisionKind.Propose && Decision.Tool is { } tool ? ProposalText.Read(text, tool, zone) : null;
    }

    /// <summary>Takes in a call that the assistant made.</summary>
    public void Called(FunctionCallContent call)
    {
        pending = null;
        var tool = Tools.FirstOrDefault(candidate => candidate.Name == call.Name);
        if (tool is null || (Decision.Kind == DecisionKind.Call && Decision.Tool == tool))
        {
            return;
        }

        // Another model made this call; its arguments are now what the conversation is about.
        goal = new Goal(tool);
        foreach (var parameter in tool.Parameters)
        {
            if (call.Arguments is not null && call.Arguments.TryGetValue(parameter.Name, out var value) && value is not null)
            {
                goal.Slots.Set(parameter, value is JsonElement json ? json.Clone() : JsonReading.Text(value.ToString() ?? ""));
            }
        }
    }

    /// <summary>Takes in the result of a call.</summary>
    public void Resulted(FunctionResultContent content, string? name)
    {
        var tool = Tools.FirstOrDefault(candidate => candidate.Name == name);
        var outcome = ToolOutcome.From(content, tool);
        results.Add(outcome);
        if (outcome.Value is { } value)
        {
            known.Learn(value);
        }

        offers = Offers.Read(outcome);
        var lookup = goal is { LookedUp: { } looked, Done: false } && looked == name && name != goal.Tool.Name;
        if (lookup && goal is not null)
        {
            offers = [];
            Decision = Pursue(goal);
            asked = [];
            return;
        }

        Decision = Decision.Say(string.Join("\n\n", results.Select(ResultText.Write)));
        asked = [];
        Finish(tool, outcome);
    }

    private void Finish(ToolModel? tool, ToolOutcome outcome)
    {
        if (goal is null || tool != goal.Tool || outcome.Failed)
        {
            return;
        }

        carried.Finished(goal);
        unclaimed.Clear();
        if (goal.Tool.IsRead)
        {
            goal.Done = true;
        }
        else
        {
            goal = null;
        }
    }

    /// <summary>Understands the answer to "shall I go ahead?".</summary>
    private Decision Answered(Utterance said, IReadOnlyList<KeyValuePair<string, JsonElement>> proposal)
    {
        var current = goal!;
        current.Slots = new SlotTable();
        foreach (var (name, value) in proposal)
        {
            current.Slots.Set(current.Tool.Find(name)!, value);
        }

        var polarity = Polarity.Of(said.Tokens);
        var slots = current.CopySlots();
        var picked = OfferPicker.Pick(polarity == Answer.Yes ? [] : offers, said) is { } offer && OfferFiller.Fill(current.Tool, slots, offer, zone);
        if (!picked)
        {
            SlotFiller.Fill(current.Tool, slots, said, new HashSet<string>(), known, zone, opening: false);
        }

        if (!Goal.Same(slots.Finished(current.Tool), proposal))
        {
            current.Slots = slots;
            return Pursue(current);
        }

        switch (polarity)
        {
            case Answer.Yes:
                return Decision.Call(current.Tool, proposal);
            case Answer.No:
                if (Other(said, current) is { } other)
                {
                    return Start(other, said);
                }

                goal = Replies.IsAbort(said.Tokens) ? null : goal;
                return Decision.Say("All right, I have not done that. Tell me what to change, or what else I can do.");
            default:
                return Other(said, current) is { } switched ? Start(switched, said) : Repeat(said, current);
        }
    }

    private Decision Repeat(Utterance said, Goal current)
    {
        var again = Pursue(current);
        return said.Text.Contains('?', StringComparison.Ordinal) ? again with { Text = "I cannot answer that. " + again.Text } : again;
    }

    private ToolModel? Other(Utterance said, Goal current) =>
        matcher.Rank(said.Topic) is [var best, ..] && best.Score >= ToolMatcher.Threshold && best.Tool != current.Tool ? best.Tool : null;

    private Decision Listen(Utterance said)
    {
        var ranking = matcher.Rank(said.Topic);
        var best = ranking.Count > 0 && ranking[0].Score >= ToolMatcher.Threshold ? ranking[0].Tool : null;
        if (goal is { Done: false } && Replies.IsAbort(said.Tokens))
        {
            goal = null;
            return Decision.Say("All right, I have stopped that. Nothing was done.");
        }

        if (replies.ToPerson(said) is { } passed)
        {
            return passed;
        }

        if (best is null && replies.SmallTalk(said.Tokens) is { } talk)
        {
            return Decision.Say(talk);
        }

        if (Chosen(said, best) is { } chosen)
        {
            return chosen;
        }

        if (goal is { } current && (best is null || best == current.Tool || (asked.Count > 0 && !Overrules(said, ranking, current))))
        {
            var before = current.Slots.Finished(current.Tool);
            var partial = asked.Select(name => current.Slots[name]).ToList();
            var slots = current.Done && best == current.Tool ? null : current.CopySlots();
            if (slots is not null)
            {
                SlotFiller.Fill(current.Tool, slots, said, asked, known, zone, opening: false);
                var changed = !Goal.Same(slots.Finished(current.Tool), before) || !asked.Select(name => slots[name]).SequenceEqual(partial);
                if (changed || best == current.Tool)
                {
                    current.Slots = slots;
                    current.Done = false;
                    return Pursue(current);
                }

                if (best is null && asked.Count > 0)
                {
                    var question = Pursue(current);
                    return question with { Text = "Sorry, I did not understand that. " + question.Text };
                }
            }
        }

        if (best is not null)
        {
            return Start(best, said);
        }

        // Documents may tell of anything: a question that no tool is for is looked up before it is declined.
        if (said.Text.Contains('?', StringComparison.Ordinal) && Tools.FirstOrDefault(tool => tool.Question is not null) is { } search)
        {
            return Start(search, said);
        }

        if (unclaimed.Count >= RememberedUtterances)
        {
            unclaimed.RemoveAt(0);
        }

        unclaimed.Add(said.Text);
        return new Decision(DecisionKind.Decline, replies.OutOfScope());
    }

    /// <summary>A request for another action overrules a pending question only by naming that action.</summary>
    private static bool Overrules(Utterance said, List<(ToolModel Tool, double Score)> ranking, Goal current)
    {
        var own = ranking.Find(entry => entry.Tool == current.Tool).Score;
        var verbs = said.Words.SelectMany(word => Language.Concepts.ActionsOf(Language.Stemmer.Stem(word))).ToHashSet(StringComparer.Ordinal);
        return ranking[0].Score > own * 1.3 && Language.Phrases.Words(ranking[0].Tool.Name).SelectMany(word => Language.Concepts.ActionsOf(Language.Stemmer.Stem(word))).Any(verbs.Contains);
    }

    /// <summary>Takes up one of the things offered last: for the tool that was refused, or for the action that can use it.</summary>
    private Decision? Chosen(Utterance said, ToolModel? best)
    {
        if (offers.Count == 0 || (best is { IsRead: true } && goal?.Tool != best) || OfferPicker.Pick(offers, said) is not { } offer)
        {
            return null;
        }

        var target = best is { IsRead: false } ? best : goal is { Tool.IsRead: false } ? goal.Tool : goal is null ? null : planner.Action(goal.Tool);
        if (target is null)
        {
            return null;
        }

        if (goal?.Tool != target)
        {
            var next = new Goal(target) { Asked = said };
            SlotFiller.Fill(target, next.Slots, said, asked, known, zone, opening: false);
            carried.Give(next);
            goal = next;
        }

        if (!OfferFiller.Fill(target, goal.Slots, offer, zone))
        {
            return null;
        }

        offers = [];
        return Pursue(goal);
    }

    private Decision Start(ToolModel tool, Utterance said)
    {
        var next = new Goal(tool) { Asked = said };
        asked = [];
        SlotFiller.Fill(tool, next.Slots, said, asked, known, zone, opening: true);
        if (tool.Question is { } question)
        {
            next.Slots.Set(question, Language.Phrases.Line(said.Text, LongestQuestion));
        }

        foreach (var earlier in unclaimed)
        {
            var before = next.CopySlots();
            SlotFiller.Fill(tool, before, new Utterance(earlier, said.Context), asked, known, zone, opening: false);
            tool.Parameters.Where(parameter => before.Has(parameter) && !next.Slots.Has(parameter)).ToList().ForEach(parameter => next.Slots.Set(parameter, before[parameter.Name]!));
        }

        carried.Give(next);
        goal = next;
        return Pursue(next);
    }

    private Decision Pursue(Goal current)
    {
        var decision = planner.Next(current);
        if (decision.Kind == DecisionKind.Ask)
        {
            asked = [.. current.Missing.Select(parameter => parameter.Name)];
        }

        if (planner.Candidates.Count > 0)
        {
            offers = [.. planner.Candidates];
        }

        return decision;
    }
}
