using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Offline;

/// <summary>Tools as methods declare them: camel case, refusals as plain text, free times grouped by person; planned in steps.</summary>
public class StudioTalkTests(ITestOutputHelper output)
{
    private const string Service = """{"type":"string","minLength":1,"maxLength":100,"description":"The service by name, as the customer calls it, such as 'Swedish massage'."}""";
    private const string Staff = """{"type":["string","null"],"maxLength":100,"default":null,"description":"The staff member's name, only if the customer asks for somebody; leave out for anyone."}""";
    private const string Start = """{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})?$","description":"When it starts: local date and time of the business, ISO 8601 without an offset, such as 2026-03-30T10:00."}""";
    private const string Number = """{"type":"string","pattern":"^APT-[0-9A-Z]{6}$","description":"The appointment number, such as APT-7F3K2Q. If it is not known, look it up with get_client_preferences."}""";
    private const string Taken = "Tuesday 24 November 2026 at 15:00 is already taken. Free instead: Tuesday 24 November 2026 at 14:00 with Mara Lindner (2026-11-24T14:00) or Tuesday 24 November 2026 at 16:15 with Jonas Weber (2026-11-24T16:15).";
    private const string Upcoming = """{"message":"On file: the name Eva. Coming appointments: APT-AAAAAA, Physiotherapy.","preferredPart":"Any","upcoming":[{"appointmentId":"APT-AAAAAA","service":"Physiotherapy","staff":"Jonas Weber","start":"2026-11-26T11:00"}]}""";

    private static readonly IReadOnlyList<AITool> Tools =
    [
        OfflineTalk.Tool("check_availability", "Check availability: show the free times for a service on a day. When is something free, open or available? Changes nothing. Use it before booking or moving when the customer has not named an exact time.", ToolEffect.Read,
            "{\"service\":" + Service + ",\"date\":{\"type\":\"string\",\"format\":\"date\",\"description\":\"The day to look at, such as 2026-03-30.\"},\"staff\":" + Staff + ",\"part\":{\"type\":\"string\",\"enum\":[\"Any\",\"Morning\",\"Afternoon\",\"Evening\"],\"default\":\"Any\"}}", "service", "date"),
        OfflineTalk.Tool("book_appointment", "Book a new appointment for a service at a start time. Makes or schedules one booking and returns its appointment number. If the time is taken, it is refused with free alternatives.", ToolEffect.Write,
            "{\"service\":" + Service + ",\"start\":" + Start + ",\"staff\":" + Staff + ",\"clientName\":{\"type\":[\"string\",\"null\"],\"description\":\"The customer's name, if the customer gave it.\"}}", "service", "start"),
        OfflineTalk.Tool("cancel_appointment", "Cancel an existing appointment for good, by its number. Its time is given to others. To change the time instead, use reschedule_appointment.", ToolEffect.Destructive, "{\"appointmentId\":" + Number + "}", "appointmentId"),
        OfflineTalk.Tool("reschedule_appointment", "Reschedule, move or change an existing appointment to a new start time, by its number. Keeps the number, service and, unless another is named, the staff member.", ToolEffect.Write,
            "{\"appointmentId\":" + Number + ",\"newStart\":" + Start + ",\"staff\":" + Staff + "}", "appointmentId", "newStart"),
        OfflineTalk.Tool("get_client_preferences", "Get the preferences of this customer and the list of my coming appointments with their numbers: name, e-mail, preferred staff and time of day, notes. Changes nothing.", ToolEffect.Read, "{}"),
        OfflineTalk.Tool("send_confirmation", "Send a confirmation of an appointment by e-mail to the customer. Use it only when the customer asks for a confirmation e-mail or agrees to one.", ToolEffect.Destructive,
            "{\"appointmentId\":" + Number + ",\"email\":{\"type\":[\"string\",\"null\"],\"description\":\"The customer's e-mail address; leave out to use the one on file.\"}}", "appointmentId"),
    ];

    [Theory]
    [InlineData("the second", "16:15", "Jonas Weber")]
    [InlineData("14:00 then", "14:00", "Mara Lindner")]
    [InlineData("Mara please", "14:00", "Mara Lindner")]
    public async Task Takes_an_alternative_from_a_refusal_in_plain_text(string reply, string clock, string staff)
    {
        var talk = new OfflineTalk(Tools, (_, _) => Taken);
        await Say(talk, "Book a Swedish massage tomorrow at 3pm");
        var refused = await Say(talk, "yes");
        refused.ShouldBe("Tuesday 24 November 2026 at 15:00 is already taken. Free instead: Tuesday 24 November 2026 at 14:00 with Mara Lindner or Tuesday 24 November 2026 at 16:15 with Jonas Weber.");
        var proposal = await Say(talk, reply);
        proposal.ShouldContain("at " + clock);
        proposal.ShouldContain("- Staff: " + staff);
        talk.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Books_a_time_from_a_list_grouped_by_person()
    {
        var talk = new OfflineTalk(Tools, (name, _) => name == "check_availability"
            ? """{"message":"Free starts for Physiotherapy on Tuesday 24 November 2026: with Jonas Weber at 10:00, 10:30.","service":"Physiotherapy","date":"2026-11-24","timeZone":"Europe/Berlin","free":[{"staff":"Jonas Weber","times":["10:00","10:30"]}],"next":[]}"""
            : """{"message":"Booked."}""");
        (await Say(talk, "When is physiotherapy free tomorrow morning?")).ShouldEndWith("10:30.");
        talk.Calls[0].Arguments.ShouldBe("""{"service":"physiotherapy","date":"2026-11-24","part":"Morning"}""");
        (await Say(talk, "10:30 please")).ShouldContain("- Start: Tuesday, 24 November 2026 at 10:30");
        await Say(talk, "yes");
        talk.Calls[1].Arguments.ShouldBe("""{"service":"physiotherapy","start":"2026-11-24T10:30:00","staff":"Jonas Weber"}""");
    }

    [Fact]
    public async Task Reschedules_the_only_appointment_after_looking_it_up()
    {
        var talk = new OfflineTalk(Tools, (name, _) => name == "get_client_preferences" ? Upcoming : """{"message":"Moved."}""");
        var proposal = await Say(talk, "Please move my physiotherapy to Friday at 2");
        proposal.ShouldContain("- Appointment ID: APT-AAAAAA");
        proposal.ShouldContain("- New start: Friday, 27 November 2026 at 14:00");
        (await Say(talk, "Yes")).ShouldBe("Moved.");
        talk.Calls[1].Arguments.ShouldBe("""{"appointmentId":"APT-AAAAAA","newStart":"2026-11-27T14:00:00"}""");
    }

    [Theory]
    [InlineData("what appointments do I have?", "get_client_preferences")]
    [InlineData("show my coming appointments", "get_client_preferences")]
    [InlineData("Is there anything free for a posture check on Friday?", "check_availability")]
    [InlineData("what's available for a deep tissue massage this Thursday afternoon", "check_availability")]
    public async Task Picks_the_reading(string text, string tool)
    {
        var talk = new OfflineTalk(Tools, (_, _) => Upcoming);
        await Say(talk, text);
        talk.Calls[0].Name.ShouldBe(tool);
    }

    [Theory]
    [InlineData("I need a Swedish massage on Friday at 10", "Book appointment")]
    [InlineData("Can I make an appointment for physiotherapy tomorrow at 11am with Jonas?", "Book appointment")]
    [InlineData("reserve physiotherapy for next Monday 9:30", "Book appointment")]
    [InlineData("cancel APT-7F3K2Q", "Cancel appointment")]
    [InlineData("Email me a confirmation for APT-7F3K2Q", "Send confirmation")]
    [InlineData("can we shift apt-7f3k2q to Thursday 4pm", "Reschedule appointment")]
    public async Task Proposes_the_action(string text, string title) => (await Say(new OfflineTalk(Tools, (_, _) => Upcoming), text)).ShouldContain(title);

    [Theory]
    [InlineData("What is the weather tomorrow?")]
    [InlineData("Can you diagnose my back pain?")]
    [InlineData("tell me a joke")]
    [InlineData("order me a pizza")]
    public async Task Declines_what_no_tool_does(string text)
    {
        var talk = new OfflineTalk(Tools, (_, _) => Upcoming);
        (await Say(talk, text)).ShouldContain("cannot help");
        talk.Calls.ShouldBeEmpty();
    }

    private async Task<string> Say(OfflineTalk talk, string text)
    {
        var reply = await talk.Say(text);
        output.WriteLine($"> {text}\n{reply}\n");
        return reply;
    }
}
