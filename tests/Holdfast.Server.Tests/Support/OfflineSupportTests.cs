using Holdfast.Agents.Support;

namespace Holdfast.Server.Tests.Support;

/// <summary>The customer service that a newcomer finds: no key, no configuration, the offline model, the demo shop.</summary>
public sealed class OfflineSupportTests : IAsyncLifetime
{
    private readonly SupportOptions shop = new();
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(options => options.Support = shop, RunningServer.Offline);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_router_shows_between_whom_it_chooses()
    {
        var support = (await server.GetAsync("/v1/agents/support")).Json;

        var specialists = support.GetProperty("specialists").EnumerateArray().ToList();
        specialists.Select(s => s.GetProperty("name").GetString()).ShouldBe(["orders", "returns", "products", "billing", "person"], ignoreOrder: true);
        specialists.ShouldAllBe(s => s.GetProperty("description").GetString()!.Length > 10 && s.GetProperty("version").GetString()!.Length == 12);
        (await server.GetAsync("/v1/agents/echo")).Json.TryGetProperty("specialists", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_refund_above_the_limit_waits_for_a_person_and_is_paid_after_the_yes()
    {
        var session = await server.OpenAsync("support", "maria");
        await server.SayAsync(session, "Verify me: order FF-10041, maria@example.com");
        (await server.SayAsync(session, "yes")).GetProperty("answer").GetString()!.ShouldContain("Maria Brandt");
        await server.SayAsync(session, "Please refund 179 euros for order FF-10038");
        var waiting = await server.PostAsync($"/v1/sessions/{session}/messages?wait=30", """{"text":"yes"}""");
        waiting.Json.GetProperty("status").GetString().ShouldBe("waiting");

        var approval = (await server.GetAsync("/v1/approvals")).Json.GetProperty("approvals").EnumerateArray().Single();
        approval.GetProperty("preview").GetString()!.ShouldContain("Pays €179.00 of FF-10038");
        (await server.PostAsync($"/v1/approvals/{approval.GetProperty("id").GetString()}", """{"decision":"approve","by":"ann"}""")).Status.ShouldBeOneOf(200, 202);

        (await server.SayAsync(session, "Where is my order FF-10038?")).GetProperty("answer").GetString()!.ShouldContain("€179.00 were refunded");
    }

    [Fact]
    public async Task Pages_are_cited_and_an_order_system_that_is_down_opens_a_ticket()
    {
        var session = await server.OpenAsync("support", "maria");
        (await server.SayAsync(session, "How do I descale the kettle?")).GetProperty("answer").GetString()!.ShouldContain("manual-brook-kettle.md");
        shop.OrderSystemDown = true;

        (await server.SayAsync(session, "Where is my order FF-10042?")).GetProperty("answer").GetString()!.ShouldContain("cannot reach our order system");

        (await server.GetAsync("/v1/tickets")).Json.GetProperty("tickets").EnumerateArray().Single().GetProperty("session").GetString().ShouldBe(session);
    }
}
