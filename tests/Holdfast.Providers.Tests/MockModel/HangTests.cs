using Holdfast.Server.MockModel;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>Hangs last until the client leaves, the time is over, or the server is disposed of.</summary>
public sealed class HangTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hang")]
    [InlineData("slow-stream")]
    public async Task Disposal_does_not_wait_for_requests_in_progress(string fault)
    {
        var server = await MockModelServer.StartAsync(new MockModelOptions { HangFor = TimeSpan.FromHours(1), SlowDelay = TimeSpan.FromHours(1) }, Token);
        using var client = new RawClient(server.BaseUrl);
        var requests = Enumerable.Range(0, 20).Select(_ => client.PostAsync("/v1/chat/completions", RawClient.Chat("hi", stream: true), fault, Token)).ToList();
        await server.WaitForRequestsAsync(20, Token);
        await server.DisposeAsync();

        foreach (var request in requests)
        {
            (await Record.ExceptionAsync(async () => (await request).Whole.ShouldBeFalse())).ShouldBeAssignableTo<HttpRequestException?>();
        }

        server.Served.Count.ShouldBe(20);
        server.Served.ShouldAllBe(served => !served.Complete && served.OutputTokens == 0);
    }

    [Fact]
    public async Task A_hang_ends_when_the_client_leaves()
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { HangFor = TimeSpan.FromHours(1) }, Token);
        using var client = new RawClient(server.BaseUrl);
        using var leaving = new CancellationTokenSource();
        var request = client.PostAsync("/v1/messages", RawClient.Messages("hi"), "hang", leaving.Token);
        await server.WaitForRequestsAsync(1, Token);
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        var served = server.Served.ShouldHaveSingleItem();
        (served.Status, served.Fault, served.Complete, served.InputTokens).ShouldBe((0, MockFault.Hang, false, 0));
    }

    [Fact]
    public async Task A_hang_ends_with_its_time_by_a_closed_connection()
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { HangFor = TimeSpan.FromMilliseconds(1) }, Token);
        using var client = new RawClient(server.BaseUrl);

        await Should.ThrowAsync<HttpRequestException>(() => client.PostAsync("/v1/messages", RawClient.Messages("hi"), "hang", Token));
    }

    [Fact]
    public async Task A_taken_port_is_refused_and_a_freed_one_taken_again()
    {
        var first = await MockModelServer.StartAsync(cancellationToken: Token);
        var port = first.BaseUrl.Port;
        await Should.ThrowAsync<IOException>(() => MockModelServer.StartAsync(new MockModelOptions { Port = port }, Token));
        await first.DisposeAsync();
        await first.DisposeAsync();

        await using var second = await MockModelServer.StartAsync(new MockModelOptions { Port = port }, Token);
        second.BaseUrl.ShouldBe(new Uri($"http://127.0.0.1:{port}"));
    }

    [Fact]
    public async Task Wrong_options_are_refused_all_at_once()
    {
        var options = new MockModelOptions { Port = -1, HangFor = TimeSpan.FromSeconds(-1), Faults = { [MockFault.Hang] = 0.9, [MockFault.Refusal] = 0.9 } };
        var refusal = await Should.ThrowAsync<ArgumentException>(() => MockModelServer.StartAsync(options, Token));

        refusal.Message.ShouldContain("Port is -1");
        refusal.Message.ShouldContain("HangFor");
        refusal.Message.ShouldContain("add up to 1.8");
    }
}
