using Holdfast.Agents.Support;
using Holdfast.Server.MockModel;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Server.Tests.Support;

/// <summary>The support agent with a model behind either protocol: what the tools refuse the model acts on, in the same run.</summary>
public sealed class SupportModelTests
{
    [Theory]
    [InlineData("OPENAI", "/v1")]
    [InlineData("ANTHROPIC", "")]
    public async Task A_model_is_made_to_check_who_asks_and_goes_on_then(string provider, string path)
    {
        await using var mock = await MockModelServer.StartAsync(
            new MockModelOptions { ApiKey = "mock-key", Script = new MockScript(new MockRule { Respond = Answer }) }, RunningServer.Token);
        await using var server = await RunningServer.StartAsync(options =>
        {
            var read = HoldfastServerOptions.Read(new ConfigurationBuilder().Build(), name =>
                name == provider + "_API_KEY" ? "mock-key" : name == provider + "_BASE_URL" ? mock.BaseUrl.AbsoluteUri.TrimEnd('/') + path : null);
            (options.Providers, options.Tiers, options.OfflineFallback) = (read.Providers, read.Tiers, false);
            options.Support = new SupportOptions();
        });
        var session = await server.OpenAsync("support", "maria");

        (await server.SayAsync(session, "Where is my order FF-10042?")).GetProperty("answer").GetString().ShouldBe("Please verify that it is you.");
        (await server.SayAsync(session, "Verify me: order FF-10041, maria@example.com")).GetProperty("answer").GetString().ShouldBe("It is on its way: PX10042DE.");
        (await server.SayAsync(session, "Please refund 34.90 euros for order FF-10039")).GetProperty("answer").GetString()!.ShouldStartWith("Done: Refunded: €34.90");
        (await server.SayAsync(session, "Where is my order FF-20011?")).GetProperty("answer").GetString().ShouldBe("There is no such order of yours.");
    }

    /// <summary>Goes by the last result, and where there is none by what the user said.</summary>
    private static MockReply Answer(MockRequest request)
    {
        var result = request.ToolResults.Count == 0 ? "" : request.ToolResults[^1].Text;
        var said = request.Messages.Last(message => message.Role == "user" && message.Text.Contains("FF-", StringComparison.Ordinal)).Text;
        return request.Tools.Count == 0 ? MockReply.Say("""{"agent":"orders","confidence":1}""")
            : result.Contains("verify that it is you", StringComparison.Ordinal) ? MockReply.Say("Please verify that it is you.")
            : result.Contains("I know now that it is you", StringComparison.Ordinal) ? MockReply.Call("get_order_status", """{"orderNumber":"FF-10042"}""")
            : result.Contains("PX10042DE", StringComparison.Ordinal) ? MockReply.Say("It is on its way: PX10042DE.")
            : result.Contains("You have no order", StringComparison.Ordinal) ? MockReply.Say("There is no such order of yours.")
            : result.Contains("Refunded", StringComparison.Ordinal) ? MockReply.Say("Done: " + result[result.IndexOf("Refunded", StringComparison.Ordinal)..])
            : said.Contains("Verify", StringComparison.Ordinal) ? MockReply.Call("verify_identity", """{"orderNumber":"FF-10041","email":"maria@example.com"}""")
            : said.Contains("refund", StringComparison.Ordinal) ? MockReply.Call("request_refund", """{"orderNumber":"FF-10039","amount":34.9}""")
            : MockReply.Call("get_order_status", said.Contains("FF-20011", StringComparison.Ordinal) ? """{"orderNumber":"FF-20011"}""" : """{"orderNumber":"FF-10042"}""");
    }
}
