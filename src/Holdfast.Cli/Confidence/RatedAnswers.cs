using Holdfast.Confidence;
using Holdfast.Journal;
using Holdfast.Runs.Events;
using Holdfast.Storage;

namespace Holdfast.Cli.Confidence;

/// <summary>Labelled answers of a store, of one tier of a cascade: runs that were scored and gave their answer, by the newest feedback that says whether it was right.</summary>
internal static class RatedAnswers
{
    private const int PageSize = 500;

    /// <summary>The least satisfaction, of 1 to 5, that counts as right.</summary>
    private const int Satisfied = 4;

    public static async Task<IReadOnlyList<LabelledAnswer>> ReadAsync(IHoldfastStorage store, string? agent, bool ofStronger, CancellationToken cancellationToken)
    {
        var answers = new List<LabelledAnswer>();
        var query = new RunQuery { Agent = agent, Status = RunStatus.Finished, Limit = PageSize };
        while (true)
        {
            var page = await store.SearchRunsAsync(query, cancellationToken);
            foreach (var run in page.Where(static run => run.Confidence is not null))
            {
                if (LabelOf(await store.ReadFeedbackAsync(run.Id, cancellationToken)) is { } correct && await SignalsOfAsync(store, run, ofStronger, cancellationToken) is { } signals)
                {
                    answers.Add(new LabelledAnswer(signals, correct));
                }
            }

            if (page.Count < PageSize)
            {
                // Oldest first, so that new runs do not change which answers are held back together.
                answers.Reverse();
                return answers;
            }

            query = query with { Before = page[^1].AcceptedAt, BeforeId = page[^1].Id };
        }
    }

    private static bool? LabelOf(IReadOnlyList<FeedbackRow> feedback)
    {
        for (var i = feedback.Count - 1; i >= 0; i--)
        {
            if (feedback[i].IsFault || feedback[i].Rating is not null || feedback[i].Score is not null)
            {
                return !feedback[i].IsFault && (feedback[i].Rating > 0 || feedback[i].Score is null or >= Satisfied);
            }
        }

        return null;
    }

    private static async Task<ConfidenceSignals?> SignalsOfAsync(IHoldfastStorage store, RunRow run, bool ofStronger, CancellationToken cancellationToken)
    {
        var events = await store.ReadEventsAsync(run.Session, run.FirstSequence, run.LastSequence, cancellationToken);
        var scored = events.Where(e => e.Run == run.Ordinal && e.Kind == "answer.scored" && !e.Payload.IsEmpty).Select(EventCodec.Decode).OfType<AnswerScored>().ToList();
        return scored is [.., { Outcome: ScoreOutcome.Given } last] && scored.Exists(static s => s.Outcome == ScoreOutcome.MovedUp) == ofStronger ? last.Signals : null;
    }
}
