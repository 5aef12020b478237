using System.Text.Json;
using Holdfast.Server.MockModel;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>The account of what was served agrees with what a client got, byte for byte.</summary>
public sealed class ServedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cut_stream_counts_the_tokens_of_the_pieces_that_arrived()
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        using var client = new RawClient(server.BaseUrl);
        var partly = 0;
        for (var index = 0; index < 40; index++)
        {
            var (_, body, whole) = await client.PostAsync("/v1/chat/completions", RawClient.Chat($"{index} a text long enough to be cut", stream: true), "cut-stream", Token);
            whole.ShouldBeFalse();
            body.ShouldNotContain("\"stop\"");
            var text = string.Concat(body.Split("\n\n").SkipLast(1).Select(data =>
                JsonElement.Parse(data["data: ".Length..]).GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString()));
            var served = server.Served[^1];
            (served.Status, served.Fault, served.Complete).ShouldBe((200, MockFault.CutStream, false));
            served.OutputTokens.ShouldBe((text.Length + 3) / 4, body);
            partly += text.Length > 0 ? 1 : 0;
        }

        partly.ShouldBeGreaterThan(10);
        server.Totals.Complete.ShouldBe(0);
        server.Totals.OutputTokens.ShouldBe(server.Served.Sum(served => served.OutputTokens));
    }

    [Fact]
    public async Task A_cut_body_is_counted_in_full_for_it_was_generated()
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        using var client = new RawClient(server.BaseUrl);
        var (response, body, whole) = await client.PostAsync("/v1/messages", RawClient.Messages("twelve bytes"), "cut-stream", Token);

        whole.ShouldBeFalse();
        body.Length.ShouldBeLessThan((int)response.Content.Headers.ContentLength!);
        var served = server.Served.ShouldHaveSingleItem();
        (served.OutputTokens, served.Complete).ShouldBe((3, false));
    }

    [Fact]
    public async Task A_client_that_leaves_early_is_not_counted_as_served()
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { StreamDelay = TimeSpan.FromMilliseconds(20) }, Token);
        using var http = new HttpClient();
        using var content = new StringContent(RawClient.Chat(new string('x', 100_000), stream: true));
        using (var response = await http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(server.BaseUrl, "/v1/chat/completions")) { Content = content }, HttpCompletionOption.ResponseHeadersRead, Token))
        {
            await (await response.Content.ReadAsStreamAsync(Token)).ReadExactlyAsync(new byte[10], Token);
        }

        var served = server.Served.ShouldHaveSingleItem();
        served.Complete.ShouldBeFalse();
        served.OutputTokens.ShouldBeLessThan(25_000);
    }

    [Fact]
    public async Task Requests_are_kept_when_asked_and_the_oldest_dropped()
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { KeepRequests = true, ServedLimit = 2 }, Token);
        using var client = new RawClient(server.BaseUrl);
        foreach (var text in new[] { "a", "b", "c" })
        {
            await client.PostAsync("/v1/responses", RawClient.Responses(text), null, Token);
        }

        server.Served.Select(served => served.RequestJson).ShouldBe([RawClient.Responses("b"), RawClient.Responses("c")]);
        server.Totals.Requests.ShouldBe(3);
        server.Reset();
        server.Served.ShouldBeEmpty();
        server.Totals.ShouldBe(new MockTotals(0, 0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task A_hundred_callers_are_all_answered_and_counted()
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { Faults = MockFaults.Only(0.3, MockFault.CutStream, MockFault.RateLimited, MockFault.StreamError) }, Token);
        using var client = new RawClient(server.BaseUrl);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async caller =>
        {
            var whole = 0;
            for (var turn = 0; turn < 10; turn++)
            {
                var path = new[] { "/v1/chat/completions", "/v1/responses", "/v1/messages" }[turn % 3];
                var text = $"caller {caller} turn {turn}";
                var json = path[^1] == 's' && turn % 3 == 2 ? RawClient.Messages(text, turn % 2 == 0) : turn % 3 == 1 ? RawClient.Responses(text, turn % 2 == 0) : RawClient.Chat(text, turn % 2 == 0);
                whole += (await client.PostAsync(path, json, null, Token)).Whole ? 1 : 0;
            }

            return whole;
        }));

        server.Totals.Requests.ShouldBe(1000);
        server.Totals.Complete.ShouldBe(answers.Sum());
        server.Served.Count(served => served.Complete).ShouldBe(answers.Sum());
        server.Served.Select(served => served.Number).ShouldBe(Enumerable.Range(1, 1000).Select(number => (long)number));
        server.Totals.Faulty.ShouldBeInRange(230, 370);
        server.Totals.OutputTokens.ShouldBe(server.Served.Sum(served => served.OutputTokens));
    }
}
