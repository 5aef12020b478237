using Holdfast.Agents.Scheduling;

namespace Holdfast.Server.Tests.Scheduling;

/// <summary>What a newcomer sees: no key, no configuration, the offline model.</summary>
public sealed class OfflineSchedulingTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(
        options => options.Scheduling = new SchedulingOptions { OutboxFolder = Path.Combine(Path.GetTempPath(), "holdfast-outbox-" + Guid.NewGuid().ToString("N")) }, RunningServer.Offline);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_appointment_is_booked_after_a_yes_and_found_again()
    {
        var session = await server.OpenAsync("scheduling", "maria");
        var day = NextTuesday();

        var asked = await server.SayAsync(session, $"Book a Swedish massage on {day:yyyy-MM-dd} at 14:00");
        asked.GetProperty("answer").GetString()!.ShouldContain("14:00");
        var booked = await server.SayAsync(session, "yes");
        var listed = await server.SayAsync(session, "Which appointments do I have?");

        booked.GetProperty("answer").GetString()!.ShouldContain("APT-");
        listed.GetProperty("answer").GetString()!.ShouldContain("Swedish massage");
        var found = (await server.GetAsync("/v1/traces?tool=book_appointment&user=maria")).Json.GetProperty("traces");
        found.EnumerateArray().Single().GetProperty("run").GetString().ShouldBe(booked.GetProperty("run").GetString());
    }

    [Fact]
    public async Task What_it_cannot_do_it_says()
    {
        var answer = (await server.SayAsync(await server.OpenAsync("scheduling"), "Write me a poem about the sea")).GetProperty("answer").GetString()!;

        answer.ShouldContain("without a language model");
        answer.ShouldContain("book");
    }

    [Fact]
    public async Task The_agent_is_described_with_its_tools()
    {
        var agent = (await server.GetAsync("/v1/agents/scheduling")).Json;

        agent.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).ShouldBe(
            ["check_availability", "book_appointment", "cancel_appointment", "reschedule_appointment", "get_client_preferences", "send_confirmation", "ask_for_a_person"], ignoreOrder: true);
        var booking = agent.GetProperty("tools").EnumerateArray().Single(tool => tool.GetProperty("name").GetString() == "book_appointment");
        booking.GetProperty("effect").GetString().ShouldBe("write");
        booking.GetProperty("parameters").GetProperty("properties").GetProperty("service").GetProperty("type").GetString().ShouldBe("string");
        agent.GetProperty("session_seconds").GetInt32().ShouldBe(1_800);
        agent.GetProperty("time_zone").GetString().ShouldBe("Europe/Berlin");
        (await server.GetAsync("/v1/agents")).Json.GetProperty("agents").GetArrayLength().ShouldBe(2);
        (await server.GetAsync("/v1/agents/none")).ShouldRefuse(404, "unknown-agent");
    }

    private static DateOnly NextTuesday()
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(15);
        while (day.DayOfWeek != DayOfWeek.Tuesday)
        {
            day = day.AddDays(1);
        }

        return day;
    }
}
