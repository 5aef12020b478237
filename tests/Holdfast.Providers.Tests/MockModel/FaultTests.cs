using System.ClientModel;
using Anthropic.Exceptions;
using Holdfast.Server.MockModel;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>Each fault, forced by header, as the official SDKs see it.</summary>
public sealed class FaultTests
{
    private static readonly Exchange Ask = new("a text that is long enough to be cut somewhere in its middle") { OffersTool = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [CombinatorialClients("429", 429)]
    [CombinatorialClients("500", 500)]
    [CombinatorialClients("unavailable", 503)]
    [CombinatorialClients("overloaded", 529)]
    [CombinatorialClients("context-too-long", 400)]
    public async Task Errors_of_status_become_the_sdks_exceptions(string protocol, bool streaming, string fault, int status)
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        var client = SdkClient.Of(protocol, server.BaseUrl, fault);
        var thrown = await Should.ThrowAsync<Exception>(() => client.ReadAsync(Ask, streaming, Token));

        client.StatusOf(thrown).ShouldBe(status, thrown.ToString());
        (thrown is ClientResultException or Anthropic4xxException or Anthropic5xxException).ShouldBeTrue(thrown.GetType().Name);
        (thrown is AnthropicRateLimitException).ShouldBe(protocol == "messages" && status == 429);
        (thrown is AnthropicOverloadedException).ShouldBe(protocol == "messages" && status == 529);
        var served = server.Served.ShouldHaveSingleItem();
        (served.Status, served.Complete, served.InputTokens, served.OutputTokens).ShouldBe((status, true, 0, 0));
        served.Fault.ShouldNotBe(MockFault.None);
    }

    [Theory]
    [CombinatorialClients("cut-stream")]
    [CombinatorialClients("malformed-json")]
    [CombinatorialClients("stream-error")]
    public async Task Broken_answers_never_read_as_finished(string protocol, bool streaming, string fault)
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        var client = SdkClient.Of(protocol, server.BaseUrl, fault);
        Reading? reading = null;
        var thrown = await Record.ExceptionAsync(async () => reading = await client.ReadAsync(Ask, streaming, Token));

        // A malformed event may be one that the SDK does not look at closely; a cut or an error is never overlooked.
        (thrown is not null || reading!.Finish == "" || (fault == "malformed-json" && streaming)).ShouldBeTrue($"{reading}");
        var served = server.Served.ShouldHaveSingleItem();
        served.Status.ShouldBe(fault == "stream-error" && !streaming ? 500 : 200);
        served.Complete.ShouldBe(fault != "cut-stream");
        served.Fault.ShouldBe(Enum.Parse<MockFault>(fault.Replace("-", ""), ignoreCase: true));
        if (streaming && fault != "malformed-json")
        {
            served.OutputTokens.ShouldBeLessThanOrEqualTo(16);
        }
    }

    [Theory]
    [CombinatorialClients("refusal")]
    public async Task A_refusal_is_read_as_one(string protocol, bool streaming, string fault)
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        var reading = await SdkClient.Of(protocol, server.BaseUrl, fault).ReadAsync(Ask, streaming, Token);

        (reading.Text, reading.Calls, reading.Refusal, reading.Finish).ShouldBe(("", "", "I can't help with that.", "refusal"));
    }

    [Theory]
    [CombinatorialClients("unknown-tool")]
    public async Task An_unknown_tool_is_called(string protocol, bool streaming, string fault)
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        var reading = await SdkClient.Of(protocol, server.BaseUrl, fault).ReadAsync(Ask, streaming, Token);

        (reading.Calls, reading.Finish).ShouldBe(("book_table_v2({})", "tool_calls"));
    }

    [Theory]
    [CombinatorialClients("invalid-arguments")]
    public async Task Invalid_arguments_violate_the_schema_or_are_no_json(string protocol, bool streaming, string fault)
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        var reading = await SdkClient.Of(protocol, server.BaseUrl, fault)
            .ReadAsync(Ask with { UserText = """call book_table {"name":"Ann","guests":2}""" }, streaming, Token);

        reading.Finish.ShouldBe("tool_calls");
        reading.Calls.ShouldBeOneOf("""book_table({"name":true})""", """book_table({"name":"Ann]])""");
    }

    [Theory]
    [CombinatorialClients("slow-stream")]
    public async Task A_slow_stream_is_whole_in_the_end(string protocol, bool streaming, string fault)
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { SlowDelay = TimeSpan.FromMilliseconds(1) }, Token);
        var reading = await SdkClient.Of(protocol, server.BaseUrl, fault).ReadAsync(Ask, streaming, Token);

        (reading.Text, reading.Finish).ShouldBe((Ask.UserText, "stop"));
        server.Served.ShouldHaveSingleItem().Fault.ShouldBe(MockFault.SlowStream);
    }

    [Theory]
    [MemberData(nameof(SdkClient.All), MemberType = typeof(SdkClient))]
    public async Task A_wrong_key_is_refused_and_the_right_one_accepted(string protocol, bool streaming)
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { ApiKey = "right" }, Token);
        var wrong = SdkClient.Of(protocol, server.BaseUrl, key: "wrong");
        wrong.StatusOf(await Should.ThrowAsync<Exception>(() => wrong.ReadAsync(Ask, streaming, Token))).ShouldBe(401);

        (await SdkClient.Of(protocol, server.BaseUrl, key: "right").ReadAsync(Ask, streaming, Token)).Text.ShouldBe(Ask.UserText);
        server.Served.Select(served => served.Status).ShouldBe([401, 200]);
    }
}
