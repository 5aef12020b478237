using Holdfast.Caching;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Answers that may be given again: found by what they rest on and what is asked, for their time, and counted.</summary>
public abstract class AnswerContract : StoreContract
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    private IAnswerCache Answers => (IAnswerCache)Journal;

    [Fact]
    public async Task An_answer_is_found_by_key_and_meaning_as_it_was_given_until_it_expires()
    {
        var answer = Answer("k", "m");
        await Answers.SaveAnswerAsync(answer);
        await Answers.SaveAnswerAsync(answer with { Answer = "another" });

        (await FindAsync("k", "m")).ShouldHaveSingleItem().ShouldBe(answer);
        (await FindAsync("k", "other")).ShouldBeEmpty();
        (await FindAsync("other", "m")).ShouldBeEmpty();
        (await Answers.FindAnswersAsync("k", "m", answer.ExpiresAt.AddMicroseconds(-1))).Count.ShouldBe(1);
        (await Answers.FindAnswersAsync("k", "m", answer.ExpiresAt)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_candidates_come_first_and_expired_ones_go_when_another_is_kept()
    {
        for (var i = 0; i < IAnswerCache.MostCandidates + 5; i++)
        {
            await Answers.SaveAnswerAsync(Answer("k", "m", i));
        }

        var found = await FindAsync("k", "m");
        found.Count.ShouldBe(IAnswerCache.MostCandidates);
        found.Select(a => a.At).ShouldBeInOrder(SortDirection.Descending);
        found[0].At.ShouldBe(Start.AddSeconds(IAnswerCache.MostCandidates + 4));

        await Answers.SaveAnswerAsync(Answer("k", "n", 7_200) with { Agent = "other" });
        (await FindAsync("k", "m")).Count.ShouldBe(IAnswerCache.MostCandidates, "another agent's");
        await Answers.SaveAnswerAsync(Answer("k", "n", 7_200));
        (await FindAsync("k", "m")).ShouldBeEmpty();
        (await Answers.FindAnswersAsync("k", "n", Start.AddSeconds(7_200))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Questions_are_counted_by_tenant_agent_and_day()
    {
        await Answers.CountLookupAsync("acme", "shop", Today, hit: true);
        await Answers.CountLookupAsync("acme", "shop", Today, hit: false);
        await Answers.CountLookupAsync("acme", "shop", Today.AddDays(1), hit: true);
        await Answers.CountLookupAsync("acme", "desk", Today, hit: false);
        await Answers.CountLookupAsync("globex", "shop", Today, hit: true);

        (await Answers.SumLookupsAsync("acme", null, null)).ShouldBe([new AnswerFigures("acme", "desk", 0, 1, 0), new AnswerFigures("acme", "shop", 2, 1, 0)]);
        (await Answers.SumLookupsAsync("acme", Today.AddDays(1), null)).ShouldBe([new AnswerFigures("acme", "shop", 1, 0, 0)]);
        (await Answers.SumLookupsAsync("acme", null, Today)).ShouldBeEmpty();
        (await Answers.SumLookupsAsync(null, Today, Today.AddDays(1))).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_reported_is_gone_and_counted_once()
    {
        var answer = Answer("k", "m");
        await Answers.SaveAnswerAsync(answer);

        (await Answers.RemoveAnswerAsync(answer.Run, Today)).ShouldBeTrue();
        (await Answers.RemoveAnswerAsync(answer.Run, Today)).ShouldBeFalse();

        (await FindAsync("k", "m")).ShouldBeEmpty();
        (await Answers.SumLookupsAsync(null, null, null)).ShouldBe([new AnswerFigures("acme", "shop", 0, 0, 1)]);
    }

    private Task<IReadOnlyList<CachedAnswer>> FindAsync(string key, string meaning) => Answers.FindAnswersAsync(key, meaning, Start);

    private CachedAnswer Answer(string key, string meaning, int second = 0) => new()
    {
        Run = NewId(),
        Key = key,
        Meaning = meaning,
        Tenant = "acme",
        User = "ann",
        Agent = "shop",
        Question = "Where is it?",
        Answer = "Here.",
        At = Start.AddSeconds(second),
        ExpiresAt = Start.AddSeconds(second).AddHours(1),
    };
}
