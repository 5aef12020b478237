using System.Text.Json;
using Holdfast.Agents;
using Holdfast.People;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Tests.Safety.Policy;

/// <summary>Which record a call counts in, and which calls are looked at though it is loosened.</summary>
public sealed class EarnedRangeTests
{
    private static readonly Tool Pay = ToolMethods.Of("pay", "Pays.", (decimal amount, string tier) => $"{amount} {tier}", new ToolAttribute());
    private static readonly PolicyRule Large = new("large", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 50, EarnsAfter = 20 };

    [Theory]
    [InlineData("120", "amount 100 to 200")]
    [InlineData("199.999999", "amount 100 to 200")]
    [InlineData("200", "amount 200 to 500")]
    [InlineData("5000", "amount 5000 to 10000")]
    [InlineData("0.02", "amount 0.02 to 0.05")]
    [InlineData("0", "amount 0 to 0")]
    [InlineData("-30", "amount -50 to -20")]
    [InlineData("\"150\"", "amount 100 to 200")]
    [InlineData("1e3", "amount 1000 to 2000")]
    [InlineData("0.0000001", null)]
    [InlineData("2000000000000", null)]
    [InlineData("1e400", null)]
    [InlineData("\"120 and 5000\"", null)]
    [InlineData("\"much\"", null)]
    [InlineData("null", null)]
    public void A_number_counts_in_its_band_and_what_is_none_in_no_record(string amount, string? range) => Of(Large, $$"""{"amount":{{amount}}}""")?.Range.ShouldBe(range);

    [Fact]
    public void Every_number_lies_in_its_band_and_bands_do_not_overlap()
    {
        var random = new Random(5);
        for (var i = 0; i < 10_000; i++)
        {
            var number = decimal.Round((decimal)(random.NextDouble() * Math.Pow(10, random.Next(-5, 12))), 6) * (random.Next(2) == 0 ? 1 : -1);
            var (low, high) = EarnedRange.BandOf(number);
            (low <= number && number <= high).ShouldBeTrue($"{number} in {low} to {high}");
            (Math.Max(Math.Abs(low), Math.Abs(high)) <= 2.5m * Math.Min(Math.Abs(low), Math.Abs(high))).ShouldBeTrue($"{low} to {high}");
            EarnedRange.BandOf(number > 0 ? low : high).ShouldBe((low, high));
        }
    }

    [Fact]
    public void A_record_is_one_tenant_s_one_agent_s_one_tool_s_and_one_condition_s()
    {
        const string arguments = """{"amount":120,"tier":"gold"}""";
        var record = Of(Large, arguments).ShouldNotBeNull();
        Of(Large with { EarnsAfter = 3, Reason = "So.", Approvers = 2 }, arguments)!.Id.ShouldBe(record.Id, "It looks at the same.");
        Guid[] others =
        [
            Of(Large, arguments, tenant: "other")!.Id,
            Of(Large, arguments, agent: "other")!.Id,
            Of(Large with { Name = "other" }, arguments)!.Id,
            Of(Large with { Above = 60 }, arguments)!.Id,
            Of(Large, """{"amount":220}""")!.Id,
            Of(Large with { Argument = "tier", Above = null, In = ["gold", "Silver"] }, arguments)!.Id,
            Of(Large with { Argument = null, Above = null }, arguments)!.Id,
        ];
        others.Append(record.Id).ShouldBeUnique();
        Of(Large with { EarnsAfter = null }, arguments).ShouldBeNull();
        Of(Large with { Argument = "tier", Above = null, In = ["gold", "Silver"] }, """{"tier":"silver"}""")!.Range.ShouldBe("tier Silver");
        Of(Large with { Argument = null, Above = null }, arguments)!.Range.ShouldBe("any");
    }

    [Fact]
    public void One_call_in_so_many_is_looked_at_and_always_the_same_ones()
    {
        var calls = Enumerable.Range(0, 20_000).Select(i => (Run: IdSource.Seeded(i).NewId(DateTimeOffset.UnixEpoch), Call: i % 7)).ToList();
        var sampled = calls.Where(c => EarnedAutonomy.IsSampled(c.Run, c.Call, 10)).ToList();
        sampled.Count.ShouldBeInRange(1_850, 2_150);
        sampled.ShouldAllBe(c => EarnedAutonomy.IsSampled(c.Run, c.Call, 10));
    }

    [Fact]
    public void What_cannot_be_earned_is_refused_when_the_agent_is_built()
    {
        PolicyRule[] faults =
        [
            Large with { EarnsAfter = 2 }, Large with { EarnsAfter = 10_001 }, new("read", PolicyDecision.Ask) { AfterUntrusted = true, EarnsAfter = 20 },
            new("private", PolicyDecision.Ask) { AfterPrivate = true, EarnsAfter = 20 }, new("no", PolicyDecision.Deny) { Tool = "pay", EarnsAfter = 20 },
            new("sure", PolicyDecision.Confirm) { Tool = "pay", EarnsAfter = 20 }, new("open", PolicyDecision.Ask) { Tool = "pay", Argument = "tier", NotIn = ["gold"], EarnsAfter = 20 },
        ];
        foreach (var rule in faults)
        {
            Should.Throw<HoldfastException>(() => Agent.Define("a").Use(Pay).Rule(rule).Build()).Message.ShouldContain($"Rule '{rule.Name}'");
        }

        Agent.Define("a").Use(Pay).Rule(Large).Build();
    }

    private static EarnedRange? Of(PolicyRule rule, string arguments, string tenant = "acme", string agent = "payer") =>
        EarnedRange.Of(rule, new PolicyCall(Pay.Traits, JsonElement.Parse(arguments), null), tenant, agent);
}
