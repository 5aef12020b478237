using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Pii;

namespace Holdfast.Tests.Safety.Guards.Pii;

public sealed class PiiGuardTests
{
    private static readonly PiiGuard All = new(new PiiGuardOptions { Kinds = PiiKinds.All });

    [Theory]
    [InlineData(GuardPoint.Input)]
    [InlineData(GuardPoint.ToolResult)]
    public async Task What_comes_in_keeps_what_an_agent_must_read(GuardPoint point) =>
        (await new PiiGuard().CheckAsync(At(point, "mail anna@example.org"), TestContext.Current.CancellationToken)).ShouldBeEmpty();

    [Theory]
    [InlineData("Charge 4012-8888-8888-1881 please", "card", "4012-8888-8888-1881")]
    [InlineData("Charge 4012-8888-8888-1882 please", null, null)] // the check digit
    [InlineData("amex 3714 496353 98431", "card", "3714 496353 98431")]
    [InlineData("IBAN: DE89 3704 0044 0532 0130 00.", "iban", "DE89 3704 0044 0532 0130 00")]
    [InlineData("IBAN: DE89 3704 0044 0532 0130 01.", null, null)] // the check digits
    [InlineData("IBAN: DE89 3704 0044 0532 0130 000.", null, null)] // the length
    [InlineData("write to <anna.b+shop@mail.example.org>, thanks", "email", "anna.b+shop@mail.example.org")]
    [InlineData("a..b@example.org", null, null)]
    [InlineData("follow @anna", null, null)]
    [InlineData("call me: +49 (0)89 1234567", "phone", "+49 (0)89 1234567")]
    [InlineData("my number is 0176 1234 5678", "phone", "0176 1234 5678")]
    [InlineData("your order number is 0176 1234 5678", null, null)] // another thing's number
    [InlineData("on 16.04.2010", "date", "16.04.2010")]
    [InlineData("from 192.168.1.254:80", "ip-address", "192.168.1.254")]
    [InlineData("version 1.2.3.4.5", null, null)]
    [InlineData("ping 2001:db8::1 now", "ip-address", "2001:db8::1")]
    [InlineData("std::cout", null, null)]
    [InlineData("mac 00:1A:2b:3c:4D:5e", "mac-address", "00:1A:2b:3c:4D:5e")]
    [InlineData("mac 00:1A:2b:3c:4D:5", null, null)]
    [InlineData("my social security number is 078-05-1121", "national-id", "078-05-1121")]
    [InlineData("ssn 666-05-1121", null, null)] // an area that is not issued
    [InlineData("hetu 131052-308T", "national-id", "131052-308T")]
    [InlineData("hetu 131052-308S", null, null)] // the check character
    [InlineData("pay to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "crypto-wallet", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")]
    [InlineData("pay to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp", null, null)] // the checksum
    [InlineData("I was born on 3 May 1981", "birth-date", "3 May 1981")]
    [InlineData("my name is Anna Schmidt and I", "person-name", "Anna Schmidt")]
    [InlineData("I live at 12 Baker Street", "street-address", "12 Baker Street")]
    public async Task Finds_values_and_not_their_near_misses(string text, string? kind, string? value)
    {
        var findings = await All.CheckAsync(At(GuardPoint.Output, text), TestContext.Current.CancellationToken);
        if (kind is null)
        {
            findings.ShouldBeEmpty();
            return;
        }

        var finding = findings.ShouldHaveSingleItem();
        (finding.Kind, text.Substring(finding.Start, finding.Length)).ShouldBe((kind, value));
    }

    [Fact]
    public async Task Leaves_ordinary_numbers_alone()
    {
        const string Text = "We open from 9 to 17 on weekdays, order 20260302-118 has 3 packs at 12.50 each, 1,250.00 EUR in all, room 1204, 25 % off, chapter 3.2.1, in 2026.";
        (await new PiiGuard().CheckAsync(At(GuardPoint.Output, Text), TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(GuardPoint.Output, "mail anna@example.org", null)]
    [InlineData(GuardPoint.Input, "card 4012888888881881", null)]
    [InlineData(GuardPoint.Retrieved, "card 4012888888881881", null)]
    public async Task Redacts_cards_everywhere_and_the_rest_in_answers(GuardPoint point, string text, GuardMode? atMost) =>
        (await new PiiGuard().CheckAsync(At(point, text), TestContext.Current.CancellationToken)).ShouldHaveSingleItem().AtMost.ShouldBe(atMost);

    [Fact]
    public async Task Tells_people_their_own_data()
    {
        var answer = new GuardedText { Text = "I will write to Anna@example.org, not to ben@example.org, and keep 4012888888881881.", Point = GuardPoint.Output, Said = ["my mail is anna@example.org, my card 4012888888881881"] };
        (await new PiiGuard().CheckAsync(answer, TestContext.Current.CancellationToken)).Select(f => f.AtMost).ShouldBe([GuardMode.Observe, null, null]);
    }

    [Fact]
    public void Names_what_it_knows_when_asked_for_more() =>
        Should.Throw<ArgumentException>(() => new PiiGuard(new PiiGuardOptions { Kinds = ["shoe-size"] })).Message.ShouldContain("national-id");

    [Theory]
    [InlineData("1 ")]
    [InlineData("1-1 ")]
    [InlineData("12345678")]
    [InlineData("@")]
    [InlineData("a@a.")]
    [InlineData("::1")]
    [InlineData("http://")]
    [InlineData("AB 1 ")]
    [InlineData("+(")]
    [InlineData("4012 8888 8888 1881 ")]
    [InlineData("my name is A ")]
    [InlineData("1a2b3c4d5e6f7a8b")]
    [InlineData("born 1/1/")]
    public async Task Hostile_text_yields_no_more_findings_than_it_has_room_for(string piece)
    {
        // A scanner that tried every place against every length would not come back from a megabyte.
        var text = new StringBuilder().Insert(0, piece, 1_000_000 / piece.Length).ToString();
        var findings = await All.CheckAsync(At(GuardPoint.Output, text), TestContext.Current.CancellationToken);
        findings.Count.ShouldBeLessThanOrEqualTo(text.Length / 3);
        for (var i = 1; i < findings.Count; i++)
        {
            findings[i].Start.ShouldBeGreaterThanOrEqualTo(findings[i - 1].Start + findings[i - 1].Length);
        }
    }

    [Fact]
    public async Task Any_text_is_taken_and_places_lie_within_it()
    {
        var pieces = Gen.OneOf(
            Gen.Elements("( ", "(", "+ ", "+", "333 ", "4444", "tel: ", "phone ", "0", "-", " ", "\n", ".", "/", ":", "::1", "fe80::", "1A", "2b-", "mac ", "www.", "//", "%7B", "x12", "\uFF0B", "\uFF08", "@a.de", "AB 12 "),
            ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""));
        foreach (var text in Gen.ArrayOf(pieces).Select(string.Concat).Sample(40, 3_000))
        {
            IReadOnlyList<GuardFinding> findings;
            try
            {
                findings = await All.CheckAsync(At(GuardPoint.Output, text), TestContext.Current.CancellationToken);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Not taken: {text}", e);
            }

            findings.ShouldAllBe(f => f.Start >= 0 && f.Length >= 0 && f.Start + f.Length <= text.Length, text);
        }
    }

    private static GuardedText At(GuardPoint point, string text) => new() { Text = text, Point = point };
}
