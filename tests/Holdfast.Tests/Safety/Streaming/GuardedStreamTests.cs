using System.Security.Cryptography;
using System.Text;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Pii;
using Holdfast.Safety.Guards.Secrets;
using Holdfast.Safety.Redaction;
using Holdfast.Safety.Streaming;
using Holdfast.Tests.Safety.Guards;

namespace Holdfast.Tests.Safety.Streaming;

public sealed class GuardedStreamTests
{
    private static readonly GuardSet Guards = new([new PiiGuard(), new SecretsGuard()]);
    private static readonly GuardedText Surroundings = new() { Text = "", Point = GuardPoint.Output };

    private static readonly string[] Plain =
        ["the", "customer", "was", "told", "about", "it,", "order", "17", "of", "3", "packs", "password", "is", "key", "=", "call", "curl", "-u", "token:", "\n", "on", "5", "May", "2026", "from", "9", "to", "AB", "12", "card", "number", "(", "http://example.org", "-----", "1", "22", "333", "4444"];

    private static readonly string[] Values =
    [
        "4012 8888 8888 1881", "DE89 3704 0044 0532 0130 00", "ann@example.org", "+49 89 1234567", "078-05-1121", "192.168.1.77", "api_key = \"Zx81kq0L" + "m3nP9vT2\"", "postgres://app:s3cr3t" + "w0rd@db/shop",
        "AKIA" + "IOSFODNN7QXAMPLF", "-----BEGIN PRIVATE " + "KEY-----\nMIIBabc def\nghi\n-----END PRIVATE " + "KEY-----", "my password is hunter" + "22!x", "curl -X POST -H 'A: b' -u ann:d2LkV78" + "zLx https://x.example",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Hands_out_what_the_whole_answer_would_become_and_never_a_part_of_a_value(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var answer = Answer(random);
            var expected = await Guards.CheckAsync(Surroundings.With(answer), Vault(), TestContext.Current.CancellationToken);
            var stream = new GuardedStream(Guards, Surroundings, Vault());
            var shown = new StringBuilder();
            foreach (var piece in Pieces(random, answer))
            {
                shown.Append(await stream.WriteAsync(piece, TestContext.Current.CancellationToken));
                expected.Text.StartsWith(shown.ToString(), StringComparison.Ordinal).ShouldBeTrue($"seed {seed}, round {round}: {shown}\n---\n{expected.Text}\n---\n{answer}");
            }

            shown.Append(await stream.CompleteAsync(TestContext.Current.CancellationToken));
            shown.ToString().ShouldBe(expected.Text, $"seed {seed}, round {round}");
            stream.Outcome!.Text.ShouldBe(expected.Text);
            stream.Outcome.Verdict.ShouldBe(expected.Verdict);
            stream.Outcome.Entries.Select(e => e.Placeholder).ShouldBe(expected.Entries.Select(e => e.Placeholder));
            stream.Outcome.Reports.Select(Line).ShouldBe(expected.Reports.Select(Line));
        }
    }

    [Fact]
    public async Task Hands_out_long_answers_before_their_end()
    {
        var stream = new GuardedStream(Guards, Surroundings);
        var shown = new StringBuilder();
        for (var i = 0; i < 200; i++)
        {
            shown.Append(await stream.WriteAsync("This is an ordinary sentence. ", TestContext.Current.CancellationToken));
        }

        shown.Length.ShouldBeGreaterThan((200 * 30) - 600);
    }

    [Fact]
    public async Task Looks_at_each_character_a_bounded_number_of_times()
    {
        // Text without any place to cut is the worst case: it is all held.
        foreach (var piece in new[] { "words and words ", "x", "1 ", "4012 8888 ", "-----BEGIN PRIVATE KEY-----\n" })
        {
            var counting = new CountingGuard();
            var stream = new GuardedStream(new GuardSet([counting, new SecretsGuard()]), Surroundings);
            var written = 0;
            while (written < 100_000)
            {
                await stream.WriteAsync(piece, TestContext.Current.CancellationToken);
                written += piece.Length;
            }

            await stream.CompleteAsync(TestContext.Current.CancellationToken);
            counting.Characters.ShouldBeLessThan(written * 32L, piece);
        }
    }

    [Fact]
    public async Task Stops_for_good_when_a_guard_blocks()
    {
        var stream = new GuardedStream(new GuardSet([new WordGuard("words", "forbidden", GuardMode.Block)]), Surroundings);
        var shown = new StringBuilder();
        foreach (var piece in new[] { new string('a', 50) + "\n", new string('b', 50) + "\n", "for", "bid", "den ", new string('c', 200) })
        {
            shown.Append(await stream.WriteAsync(piece, TestContext.Current.CancellationToken));
        }

        shown.Append(await stream.CompleteAsync(TestContext.Current.CancellationToken));
        shown.ToString().ShouldNotContain("for");
        stream.Outcome!.Verdict.ShouldBe(GuardVerdict.Block);
        (await stream.WriteAsync("more", TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stops_when_a_guard_fails()
    {
        var stream = new GuardedStream(new GuardSet([new WordGuard("broken", "x", GuardMode.Redact, failOn: "boom")]), Surroundings);
        await stream.WriteAsync("all is well\n", TestContext.Current.CancellationToken);
        await stream.WriteAsync("boom " + new string('c', 200), TestContext.Current.CancellationToken);
        (await stream.CompleteAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        stream.Outcome!.Reports.ShouldHaveSingleItem().Error.ShouldBe("InvalidOperationException");
    }

    [Theory]
    [InlineData("{\"mail\":\"ann\\u0040example.org\"}", "{\"mail\":\"[email]\"}", 64)]
    [InlineData("mail ann@example.org", "mail [email]", int.MaxValue)]
    public async Task Waits_for_the_end_where_only_the_whole_can_be_judged(string answer, string expected, int holdBack)
    {
        var stream = new GuardedStream(new GuardSet([new PiiGuard(), new WordGuard("words", "forbidden", GuardMode.Block, holdBack)]), Surroundings);
        foreach (var c in answer + new string(' ', 2000))
        {
            (await stream.WriteAsync(c.ToString(), TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }

        (await stream.CompleteAsync(TestContext.Current.CancellationToken)).TrimEnd().ShouldBe(expected);
    }

    private static string Line(GuardReport report) => $"{report.Guard} {report.Verdict} {string.Join(",", report.Kinds)}";

    private static RedactionVault Vault() => new(SHA256.HashData("test"u8), Guid.Empty);

    private static string Answer(Random random)
    {
        var answer = new StringBuilder();
        for (var words = random.Next(20, 900); words > 0; words--)
        {
            answer.Append(random.Next(40) == 0 ? Values[random.Next(Values.Length)] : Plain[random.Next(Plain.Length)]).Append(random.Next(30) == 0 ? "" : " ");
        }

        return answer.ToString();
    }

    private static IEnumerable<string> Pieces(Random random, string text)
    {
        var most = random.Next(1, 60);
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(text.Length - at, random.Next(1, most + 1));
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private sealed class CountingGuard : Guard
    {
        public long Characters { get; private set; }

        public override string Name => "counting";

        public override GuardPoint Points => GuardPoint.Output;

        public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
        {
            Characters += text.Text.Length;
            return ValueTask.FromResult<IReadOnlyList<GuardFinding>>([]);
        }
    }
}
