using System.Text;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Safety.Labels;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Memory;

/// <summary>Whatever is said and returned, the window stays within its limit, whole, and as cheap at the thousandth turn as at the tenth.</summary>
public sealed class WindowTests
{
    private const int Histories = 10_000;

    [Fact]
    public void Of_random_histories_no_window_is_over_its_limit_and_nothing_pinned_is_lost()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            // A few are huge: results of 5 MB, and sessions of a thousand turns.
            var history = new History(seed, turns: seed % 5_000 == 0 ? 1_000 : 1 + (seed % 6), megabytes: seed % 2_000 == 1);
            history.Play();
        }
    }

    [Fact]
    public void A_turn_costs_the_same_at_the_end_of_a_long_session_as_at_its_beginning()
    {
        var history = new History(77, turns: 1_000, megabytes: false);

        history.Play();

        // What the models were shown and what was journaled for making room, in bytes per turn, over four quarters of the session.
        var quarters = history.BytesPerTurn.Chunk(250).Select(quarter => quarter.Average()).ToList();
        quarters[3].ShouldBeLessThan(quarters[1] * 1.25, string.Join(", ", quarters));
        history.Compactions.ShouldBeLessThan(1_000 / 2, "room is made for many turns at once");
    }

    [Fact]
    public void After_room_was_made_it_is_not_made_again_for_a_few_words()
    {
        var history = new History(5, turns: 40, megabytes: false);

        history.Play();

        history.Compactions.ShouldBeGreaterThan(0);
        history.ShortestPause.ShouldBeGreaterThanOrEqualTo(history.Limit / 5);
    }

    /// <summary>A session played on the pure functions: random inputs, calls, results, notes; a model that summarises, or fails to.</summary>
    private sealed class History
    {
        private readonly Random random;
        private readonly int turns;
        private readonly bool megabytes;
        private readonly Agent agent;
        private readonly DateTimeOffset at = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        private readonly Dictionary<string, string> notes = [];
        private RunState state = RunState.Empty with { Session = Guid.Parse("00000000-0000-0000-0000-000000000001") };
        private long sequence;
        private long bytes;
        private long sizeAfter;
        private int call;

        public History(int seed, int turns, bool megabytes)
        {
            random = new Random(seed);
            this.turns = turns;
            this.megabytes = megabytes;
            var window = seed == 77 ? 4_000 : seed == 5 ? 2_000 : random.Next(4) == 0 ? 500 : random.Next(500, 6_000);
            agent = Agents[window] = Agents.GetValueOrDefault(window) ?? Agent.Define("history").Instruct("x").Remembers().TakesNotes()
                .Use(ToolMethods.Of("look", "Looks.", () => "", new ToolAttribute { Effect = ToolEffect.Read }))
                .Limit(l => l with { WindowTokens = window, RunTokens = null, Steps = 1_000_000, Repetitions = 1_000 }).Build();
        }

        private static Dictionary<int, Agent> Agents { get; } = [];

        public long Limit => ContextWindow.LimitOf(agent);

        public List<long> BytesPerTurn { get; } = [];

        public int Compactions { get; private set; }

        public long ShortestPause { get; private set; } = long.MaxValue;

        public void Play()
        {
            Record(new SessionOpened("history", agent.Version, "acme", "ann", null, null, "0123456789abcdef"));
            for (var turn = 1; turn <= turns; turn++)
            {
                bytes = 0;
                Record(new RunStarted(Guid.NewGuid(), turn, Text(Pick(20, 300, 30_000)), "none", Context: "[Now: later]"));
                for (var steps = random.Next(0, 4); ; steps--)
                {
                    if (!Step(calls: steps > 0))
                    {
                        break;
                    }
                }

                Record(new RunFinished(TerminationReason.Completed, state.Reply, Spoken: true));
                BytesPerTurn.Add(bytes);
            }
        }

        /// <summary>What the engine does until a model has spoken; false when the run has its answer.</summary>
        private bool Step(bool calls)
        {
            while (true)
            {
                switch (RunEngine.Next(state, agent))
                {
                    case Recall:
                        Record(new MemoryRecalled([new RecalledItem(Guid.Empty, "pinned: " + new string('p', Math.Min(300, (int)Limit / 16 - 60)))], 1));
                        break;
                    case Compact compact:
                        var size = ContextWindow.SizeOf(state, agent);
                        ShortestPause = sizeAfter == 0 || state.Messages.Count < 3 ? ShortestPause : Math.Min(ShortestPause, size - sizeAfter);
                        var compacted = ContextWindow.Compact(state, agent, compact.TargetBytes);
                        bytes += EventCodec.Encode(compacted).Length;
                        Record(compacted);
                        Compactions++;
                        sizeAfter = ContextWindow.SizeOf(state, agent);
                        ContextWindow.SizeOf(state, agent).ShouldBeLessThanOrEqualTo((Limit * 3 / 4) + 250, "frames of what is pinned apart");
                        break;
                    case CallModel { Purpose: "summarise" } summarise:
                        Encoding.UTF8.GetByteCount(summarise.Document!).ShouldBeLessThanOrEqualTo((int)Limit);
                        bytes += PromptSize.Of(state, agent, summarise).Bytes;
                        Record(random.Next(3) switch
                        {
                            0 => new ModelFailed("summarise", Tier.Fast, [], ErrorCategory.Timeout, "no answer"),
                            1 => new BudgetRefused("run tokens", 1, 0, "summarise"),
                            _ => new ModelReplied("summarise", Tier.Fast, [Attempt], Prompt, Text(Pick(100, 900, 60_000))),
                        });
                        break;
                    case CallModel act:
                        Check();
                        bytes += PromptSize.Of(state, agent, act).Bytes - AgentPrompt.Of(agent).Bytes;
                        Record(calls ? Reply() : new ModelReplied("act", Tier.Standard, [Attempt], Prompt, Text(Pick(10, 200, 6_000))));
                        break;
                    case ExecuteTools:
                        foreach (var pending in state.Pending)
                        {
                            if (pending.Name == "note_down")
                            {
                                var title = $"n{call++ % 60}";
                                var text = notes.ContainsKey(title) || notes.Count < SessionNotes.Most ? Text(30) : "";
                                Record(new NoteTaken(title, text, state.Taint is not null));
                                _ = text.Length == 0 ? notes.Remove(title) : (notes[title] = text).Length > 0;
                            }

                            Record(new ToolFinished(pending.Id, ToolOutcome.Succeeded, Text(megabytes && random.Next(3) == 0 ? 5_000_000 : Pick(20, 500, 40_000)), 1, Trust: random.Next(2) == 0 ? "untrusted" : null));
                        }

                        return true;
                    case Finish:
                        return false;
                    case var other:
                        throw new InvalidOperationException($"{other} at {sequence}");
                }

                if (state.Reply is not null && !state.SummaryTried)
                {
                    return false;
                }
            }
        }

        private void Check()
        {
            ContextWindow.SizeOf(state, agent).ShouldBeLessThanOrEqualTo(Limit);
            MemoryStep.Describe(state).ShouldNotBeNull().ShouldContain("pinned: ppp");
            Demand(state.Notes.Length == notes.Count && state.Notes.All(n => notes.GetValueOrDefault(n.Title) == n.Text), "a note was lost");
            var open = new HashSet<string>();
            var measured = 0L;
            for (var i = 0; i < state.Messages.Count; i++)
            {
                var message = state.Messages[i].Message;
                if (message.Role != ChatRole.Tool)
                {
                    Demand(open.Count == 0, "a call without its result");
                }

                foreach (var content in message.Contents)
                {
                    measured += content switch { TextContent t => t.Text.Length, FunctionResultContent r => ((string)r.Result!).Length, FunctionCallContent c => ((ToolCallArguments)c.RawRepresentation!).Json.Length, _ => 0 };
                    if (content is FunctionCallContent called)
                    {
                        open.Add(called.CallId);
                    }
                    else if (content is FunctionResultContent result)
                    {
                        Demand(open.Remove(result.CallId), "a result without its call");
                    }
                }
            }

            Demand(open.Count == 0, "a call without its result");
            measured.ShouldBeLessThanOrEqualTo(Limit);
        }

        /// <summary>Cheaper than a comparison that explains itself: it is made a million times.</summary>
        private static void Demand(bool holds, string otherwise)
        {
            if (!holds)
            {
                Assert.Fail(otherwise);
            }
        }

        private ModelReplied Reply() => new(
            "act", Tier.Standard, [Attempt], Prompt, random.Next(3) == 0 ? Text(40) : null, null,
            [.. Enumerable.Range(0, random.Next(1, random.Next(20) == 0 ? 17 : 4)).Select(_ => new RequestedCall($"c{call++}", random.Next(6) == 0 ? "note_down" : "look", $$"""{"q":"{{Text(Pick(5, 80, 3_000))}}"}"""))]);

        private static ModelAttempt Attempt { get; } = new("m", 1, 100, 10);

        private PromptReference Prompt => new(1, sequence, state.Messages.Count, null);

        private int Pick(int small, int middle, int large) => random.Next(12) switch { < 7 => random.Next(small), < 11 => random.Next(middle), _ => random.Next(large) };

        private string Text(int length) => length > 100_000 ? new string('y', length)
            : string.Create(length + 1, random.Next(5), static (span, script) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = script switch { 0 => '語', 1 when i % 7 == 0 => 'é', _ => i % 6 == 5 ? ' ' : (char)('a' + (i % 26)) };
                }
            });

        private void Record(RunEvent happened) => state = RunReducer.Apply(state, happened, ++sequence, at.AddMilliseconds(sequence));
    }
}
