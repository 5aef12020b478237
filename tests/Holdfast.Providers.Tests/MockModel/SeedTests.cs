using Holdfast.Server.MockModel;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>The same seed gives the same faults, ids and pieces, in whatever order the requests arrive.</summary>
public sealed class SeedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_seed_gives_the_same_answers_whatever_the_order()
    {
        var first = await BodiesAsync(seed: 7, Enumerable.Range(0, 60));
        var second = await BodiesAsync(seed: 7, Enumerable.Range(0, 60).Reverse());
        var other = await BodiesAsync(seed: 8, Enumerable.Range(0, 60));

        second.ShouldBe(first, ignoreOrder: true);
        other.ShouldNotBe(first);
    }

    [Fact]
    public async Task A_retry_of_the_same_request_draws_anew_and_a_reset_begins_again()
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { Faults = MockFaults.Only(0.5, MockFault.ServerError) }, Token);
        using var client = new RawClient(server.BaseUrl);
        var first = await StatusesAsync(client);
        server.Reset();

        (await StatusesAsync(client)).ShouldBe(first);
        first.ShouldContain(200);
        first.ShouldContain(500);
    }

    [Fact]
    public void All_faults_share_the_rate_evenly()
    {
        var faults = MockFaults.All(0.30);

        faults.Total.ShouldBe(0.30, 1e-9);
        Enum.GetValues<MockFault>().Except([MockFault.None]).ShouldAllBe(kind => Math.Abs(faults[kind] - (0.30 / 13)) < 1e-9);
    }

    [Theory]
    [InlineData("0.26", 0.02, 0.02)]
    [InlineData("all=0.26,hang=0.1", 0.02, 0.1)]
    [InlineData(" 429=0.1 , hang = 0.2", 0.1, 0.2)]
    public void Rates_are_read_as_a_command_line_writes_them(string text, double rateLimited, double hang)
    {
        var faults = MockFaults.Parse(text);

        faults[MockFault.RateLimited].ShouldBe(rateLimited, 1e-9);
        faults[MockFault.Hang].ShouldBe(hang, 1e-9);
    }

    [Theory]
    [InlineData("hung=0.1", "'hung' is no fault")]
    [InlineData("hang=2", "'hang=2' is not name=rate")]
    [InlineData("hang=0.9,429=0.9", "add up to 1.8")]
    public void Wrong_rates_are_refused(string text, string message)
    {
        var refusal = Should.Throw<HoldfastException>(() => MockFaults.Parse(text));

        refusal.Code.ShouldBe("invalid-mock-faults");
        refusal.Message.ShouldContain(message);
        refusal.Message.ShouldContain("slow-stream");
    }

    private static async Task<List<string>> BodiesAsync(int seed, IEnumerable<int> numbers)
    {
        var kinds = Enum.GetValues<MockFault>().Except([MockFault.None, MockFault.Hang, MockFault.SlowStream]);
        var options = new MockModelOptions { Seed = seed, Faults = MockFaults.Only(0.6, [.. kinds]), TimeProvider = new StoppedClock() };
        await using var server = await MockModelServer.StartAsync(options, Token);
        using var client = new RawClient(server.BaseUrl);
        var bodies = await Task.WhenAll(numbers.Select(async number =>
            (await client.PostAsync("/v1/messages", RawClient.Messages($"request {number}", stream: number % 2 == 0), null, Token)).Body));
        return [.. bodies];
    }

    private static async Task<List<int>> StatusesAsync(RawClient client)
    {
        var statuses = new List<int>();
        for (var index = 0; index < 30; index++)
        {
            statuses.Add((int)(await client.PostAsync("/v1/chat/completions", RawClient.Chat("again"), null, Token)).Response.StatusCode);
        }

        return statuses;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
