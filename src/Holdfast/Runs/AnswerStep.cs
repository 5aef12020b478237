using System.Security.Cryptography;
using System.Text;
using Holdfast.Agents;
using Holdfast.Caching;
using Holdfast.Journal;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>Performs <see cref="Commands.LookUpAnswer"/>, and keeps what may be answered again.</summary>
internal sealed class AnswerStep(RunServices services)
{
    /// <summary>Why answers cannot be kept here.</summary>
    public static HoldfastException Unavailable() =>
        new("cache-unavailable", "An agent of this process caches answers, but its store does not implement IAnswerCache. Use one that does, or leave out CacheAnswers().");

    /// <summary>Looks up whether the question was answered before, and records what came of it: a worker that takes the run over does the same.</summary>
    public async Task LookUpAsync(SessionJournal journal, Agent agent, CancellationToken cancellationToken)
    {
        var state = journal.State;
        var cache = services.Answers ?? throw Unavailable();
        var key = await KeyAsync(state, agent, cancellationToken);
        var form = QuestionForm.Of(state.Input);
        var now = services.Time.GetUtcNow();
        var found = new AnswerLookedUp(key);
        foreach (var candidate in await cache.FindAnswersAsync(key, form.Meaning, now, cancellationToken))
        {
            var other = QuestionForm.Of(candidate.Question);
            var similarity = agent.Answers!.Similar || form.Exact == other.Exact ? form.Similarity(other) ?? 0 : 0;
            if (similarity > found.Similarity && similarity >= agent.Answers.Threshold)
            {
                found = new AnswerLookedUp(key, candidate.Answer, candidate.Run, Math.Round(similarity, 3), Math.Round((now - candidate.At).TotalSeconds));
            }
        }

        journal.Record(found);
    }

    /// <summary>Counts the question, and keeps its answer where it may be given again. The run has ended: whatever goes wrong here changes nothing of it.</summary>
    public async Task KeepAsync(RunState state, Agent agent)
    {
        if (state.LookedUp is not { } found)
        {
            return;
        }

        try
        {
            var cache = services.Answers ?? throw Unavailable();
            if (AnswerRules.MayKeep(state, agent))
            {
                await cache.SaveAnswerAsync(
                    new CachedAnswer
                    {
                        Run = state.Run,
                        Key = found.Key,
                        Meaning = QuestionForm.Of(state.Input).Meaning,
                        Tenant = state.Principal.Tenant,
                        User = state.Principal.User,
                        Agent = state.Agent,
                        Question = state.Input,
                        Answer = state.Finished!.Answer!,
                        At = state.Now,
                        ExpiresAt = state.Now + agent.Answers!.Lifetime,
                    },
                    CancellationToken.None);
            }

            await cache.CountLookupAsync(state.Principal.Tenant, state.Agent, DateOnly.FromDateTime(state.Now.UtcDateTime), found.Answer is not null, CancellationToken.None);
        }
        catch (HoldfastException e)
        {
            services.Logger.AnswerNotKept(state.Run, e);
        }
    }

    /// <summary>Sees to it that an answer that somebody judged wrong is not given again, whether the run gave it first or again.</summary>
    public static async Task RemoveAsync(IAnswerCache cache, Guid run, IReadOnlyList<EventRecord>? events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = events?.LastOrDefault(static e => e.Kind == EventCodec.LookedUp && !e.Payload.IsEmpty);
        var origin = found is null ? null : ((AnswerLookedUp)EventCodec.Decode(found)).Origin;
        await cache.RemoveAnswerAsync(origin ?? run, DateOnly.FromDateTime(now.UtcDateTime), cancellationToken);
    }

    /// <summary>A hash of what an answer rests on besides the question.</summary>
    private async Task<string> KeyAsync(RunState state, Agent agent, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("1\n");
        Add(state.Principal.Tenant);
        Add(agent.Name);
        Add(agent.Version);
        Add(agent.Answers!.PerUser ? state.Principal.User : "");
        foreach (var scope in state.Principal.Scopes.Order(StringComparer.Ordinal))
        {
            Add(scope);
        }

        foreach (var tier in Enum.GetValues<Tier>())
        {
            Add("");
            foreach (var endpoint in services.Gateway.Catalog.Chain(tier))
            {
                Add(endpoint.Name);
            }
        }

        foreach (var known in agent.Known)
        {
            Add(known.Name);
            Add(await known.StateAsync(state.Principal.Tenant, cancellationToken));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        // With its length, so that no part can pass for two.
        void Add(string part) => text.Append(part.Length).Append(':').Append(part).Append('\n');
    }
}
