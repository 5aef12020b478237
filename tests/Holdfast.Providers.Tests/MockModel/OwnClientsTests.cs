using System.Text.Json;
using Holdfast.Models;
using Holdfast.Server.MockModel;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>Our clients read from the mock what the official SDKs read from it.</summary>
public sealed class OwnClientsTests
{
    private static readonly Exchange Ask = new("a text that is long enough to be cut somewhere in its middle") { OffersTool = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Clients { get; } = new() { { "chat", false }, { "chat", true }, { "messages", false }, { "messages", true } };

    public static TheoryData<string, bool, string> Faults { get; } =
        new MatrixTheoryData<string, bool, string>(["chat", "messages"], [false, true], ["refusal", "unknown-tool", "invalid-arguments", "slow-stream", "none"]);

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Every_exchange_is_read_alike(string protocol, bool streaming)
    {
        Exchange[] exchanges =
        [
            new("hello \u2705 Grüße, 東京! 👩‍👩‍👧 \"quoted\" \\ \n\t \u0001 end"),
            new(string.Join(' ', Enumerable.Range(0, 3000))),
            new("call book_table {\"name\":\"Ann \\\"Q\\\" Lee\",\"guests\":4} and call book_table {\"name\":\"\",\"guests\":-1e3} and call book_table") { OffersTool = true },
            new("cut me off after three tokens") { MaxTokens = 3 },
            new("call book_table {\"name\":\"somebody with a long name\",\"guests\":4}") { OffersTool = true, MaxTokens = 8 },
            new("book") { OffersTool = true, Answered = ("call_1", """{"name":"Bo","guests":2}""", "done: { \"code\": \"X7Y\" }") },
        ];
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        foreach (var exchange in exchanges)
        {
            var own = await new OwnClient(protocol, server.BaseUrl, null).ReadAsync(exchange, streaming, Token);
            var official = await SdkClient.Of(protocol, server.BaseUrl).ReadAsync(exchange, streaming, Token);

            Same(own, official);
            var served = server.Served[^2];
            (served.InputTokens, served.OutputTokens, served.Complete).ShouldBe(((int)own.InputTokens, (int)own.OutputTokens, true));
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Answers_of_an_erring_model_are_read_alike(string protocol, bool streaming, string fault)
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { SlowDelay = TimeSpan.FromMilliseconds(1) }, Token);
        var own = await new OwnClient(protocol, server.BaseUrl, fault).ReadAsync(Ask, streaming, Token);

        // The dice fall by what the request says, and our request is written differently: only the choice of bad arguments depends on them.
        var official = await SdkClient.Of(protocol, server.BaseUrl, fault).ReadAsync(Ask, streaming, Token);
        if (fault == "invalid-arguments")
        {
            string[] bad = ["""book_table({"name":true})""", """book_table({"value": "un)"""];
            bad.ShouldContain(own.Calls);
            bad.ShouldContain(official.Calls);
            (own.Text, own.Finish).ShouldBe((official.Text, official.Finish));
        }
        else
        {
            Same(own, official);
        }
    }

    [Theory]
    [InlineData("429", ErrorCategory.RateLimited)]
    [InlineData("500", ErrorCategory.Overloaded)]
    [InlineData("503", ErrorCategory.Overloaded)]
    [InlineData("529", ErrorCategory.Overloaded)]
    [InlineData("context-too-long", ErrorCategory.ContextTooLong)]
    [InlineData("cut-stream", ErrorCategory.Network)]
    [InlineData("malformed-json", ErrorCategory.MalformedOutput)]
    [InlineData("stream-error", ErrorCategory.Overloaded)]
    [InlineData("hang", ErrorCategory.Network)]
    public async Task Every_fault_has_its_category(string fault, ErrorCategory category)
    {
        await using var server = await MockModelServer.StartAsync(
            new MockModelOptions { RetryAfter = TimeSpan.FromMilliseconds(1500), HangFor = TimeSpan.FromMilliseconds(1) }, Token);
        foreach (var (protocol, streaming) in new[] { ("chat", false), ("chat", true), ("messages", false), ("messages", true) })
        {
            for (var index = 0; index < 10; index++)
            {
                var exchange = Ask with { UserText = $"{Ask.UserText} {index}" };
                var failure = await Should.ThrowAsync<ModelException>(() => new OwnClient(protocol, server.BaseUrl, fault).ReadAsync(exchange, streaming, Token));

                failure.Category.ShouldBe(category, $"{protocol} {streaming}: {failure}");
                failure.RetryAfter.ShouldBe(fault == "429" ? TimeSpan.FromMilliseconds(1500) : null);
                if (failure.Status is { } status)
                {
                    server.Served[^1].Status.ShouldBe(status);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_hang_ends_by_the_callers_timeout(string protocol, bool streaming)
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        using var leaving = new CancellationTokenSource();
        var call = new OwnClient(protocol, server.BaseUrl, "hang").ReadAsync(Ask, streaming, leaving.Token);
        await server.WaitForRequestsAsync(1, Token);
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_wrong_key_is_a_failure_of_authentication(string protocol, bool streaming)
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { ApiKey = "right" }, Token);
        var failure = await Should.ThrowAsync<ModelException>(() => new OwnClient(protocol, server.BaseUrl, null, "wrong-key").ReadAsync(Ask, streaming, Token));

        (failure.Category, failure.Status, failure.ToString().Contains("wrong-key")).ShouldBe((ErrorCategory.Auth, 401, false));
        (await new OwnClient(protocol, server.BaseUrl, null, "right").ReadAsync(Ask, streaming, Token)).Text.ShouldBe(Ask.UserText);
    }

    // Arguments that came as a value in a whole Anthropic body are written anew by the SDK: they are compared as values there.
    private static void Same(Reading own, Reading official)
    {
        (own with { Calls = Canonical(own.Calls) }).ShouldBe(official with { Calls = Canonical(official.Calls) });
        own.Calls.Length.ShouldBeGreaterThanOrEqualTo(official.Calls.Length > 0 ? 1 : 0);
    }

    private static string Canonical(string calls)
    {
        if (calls.Length == 0 || calls.Contains(';'))
        {
            return string.Join(';', calls.Split(';').Select(call => call.Length == 0 ? "" : Canonical(call)));
        }

        var at = calls.IndexOf('(');
        try
        {
            return calls[..at] + JsonSerializer.Serialize(JsonElement.Parse(calls[(at + 1)..^1]));
        }
        catch (JsonException)
        {
            return calls;
        }
    }
}
