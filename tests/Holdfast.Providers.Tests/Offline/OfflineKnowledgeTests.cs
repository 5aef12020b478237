using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Offline;

/// <summary>Questions that no tool is for are looked up in the documents, and answered with the place where it stands.</summary>
public sealed class OfflineKnowledgeTests
{
    private const string Found = """
        {"passages":[{"cite":"[1]","document":"returns.md","title":"Returns","heading":"Europe","start":0,"end":9,"coverage":0.8,"text":"Within 30 days."},
        {"cite":"[2]","document":"b.md","title":"Hours","heading":"","start":0,"end":9,"coverage":0.1,"text":"We close at five."}]}
        """;

    [Fact]
    public async Task A_question_is_looked_up_as_it_was_asked_and_the_best_passage_is_quoted()
    {
        var talk = new OfflineTalk([Search(), SalonLike()], (_, _) => Found);

        var answer = await talk.Say("How long may I keep shoes before I send them back?");

        talk.Calls.ShouldHaveSingleItem().ShouldBe(("search_handbook", """{"query":"How long may I keep shoes before I send them back?"}"""));
        answer.ShouldContain("Within 30 days. [1]");
        answer.ShouldContain("[1] Returns › Europe (returns.md)\n[2] Hours (b.md)");
        (await talk.Say("And what about hats?")).ShouldContain("[1]");
        talk.Calls[^1].Arguments.ShouldBe("""{"query":"And what about hats?"}""");
    }

    [Fact]
    public async Task What_another_tool_is_for_and_what_is_no_question_is_not_looked_up()
    {
        var talk = new OfflineTalk([Search(), SalonLike()], (_, _) => """{"message":"Done."}""");

        await talk.Say("Cancel the appointment A-17, please");
        await talk.Say("Blue skies over Lisbon");

        talk.Calls.ShouldNotContain(call => call.Name == "search_handbook");
    }

    [Fact]
    public async Task Nothing_found_is_said_so()
    {
        var talk = new OfflineTalk([Search()], (_, _) => """{"message":"Nothing in the documents fits this.","passages":[]}""");

        (await talk.Say("What is the weather in Lisbon?")).ShouldContain("Nothing in the documents fits this.");
    }

    private static AITool Search() => ToolMethods.Of(
        "search_handbook", "Searches the documents about the shop's rules on returns.", (string query) => query, new ToolAttribute { Effect = ToolEffect.Read, Retrieves = true }).Declaration;

    private static AITool SalonLike() => OfflineTalk.Tool("cancel_appointment", "Cancels an appointment.", ToolEffect.Write, """{"appointment_id":{"type":"string","description":"The id of the appointment."}}""", "appointment_id");
}
