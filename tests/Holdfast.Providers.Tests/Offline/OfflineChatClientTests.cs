using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Models;
using Holdfast.Providers.Offline;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Offline;

public class OfflineChatClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plans_one_step_and_performs_it_when_told_which_is_current()
    {
        var talk = new OfflineTalk(SalonTools.All) { Purpose = "plan" };
        talk.Messages.Add(new ChatMessage(ChatRole.User, "any openings for a haircut tomorrow?"));
        using var client = new OfflineChatClient();
        var plan = await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation);
        plan.Text.ShouldBe("""{"reply":null,"steps":[{"title":"Check availability","tool":"check_availability"}]}""");
        talk.Messages.Add(new ChatMessage(ChatRole.Assistant, plan.Text));
        talk.Messages.Add(new ChatMessage(ChatRole.User, "Current step: 1. Check availability (tool check_availability)"));
        talk.Purpose = "act";
        var act = await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation);
        var call = act.Messages[0].Contents.OfType<FunctionCallContent>().Single();
        act.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        talk.Messages.AddRange(act.Messages);
        talk.Messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, """{"message":"10:30 is free."}""")]));
        (await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation)).Text.ShouldEndWith("10:30 is free.");
        talk.Purpose = "answer";
        (await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation)).Text.ShouldEndWith("10:30 is free.");
    }

    [Fact]
    public async Task A_plan_for_an_effect_is_a_question_until_the_user_has_said_yes()
    {
        var talk = new OfflineTalk(SalonTools.All) { Purpose = "plan" };
        using var client = new OfflineChatClient();
        talk.Messages.Add(new ChatMessage(ChatRole.User, "cancel APT-12"));
        var plan = await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation);
        using var json = JsonDocument.Parse(plan.Text);
        json.RootElement.GetProperty("reply").GetString()!.ShouldContain("Appointment ID: APT-12");
        json.RootElement.GetProperty("steps").GetArrayLength().ShouldBe(0);
        talk.Messages.Add(new ChatMessage(ChatRole.Assistant, json.RootElement.GetProperty("reply").GetString()));
        talk.Messages.Add(new ChatMessage(ChatRole.User, "yes"));
        (await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation)).Text.ShouldContain("cancel_appointment");
    }

    [Fact]
    public async Task The_same_conversation_gives_the_same_answer_with_the_same_ids_and_no_usage()
    {
        var talk = new OfflineTalk(SalonTools.All);
        talk.Messages.Add(new ChatMessage(ChatRole.User, "what times are free for a haircut on Friday"));
        using var one = new OfflineChatClient();
        using var other = new OfflineChatClient();
        var first = await one.GetResponseAsync(talk.Messages, talk.Options, Cancellation);
        var second = await other.GetResponseAsync(talk.Messages, talk.Options, Cancellation);
        first.Messages[0].Contents.OfType<FunctionCallContent>().Single().CallId.ShouldBe(second.Messages[0].Contents.OfType<FunctionCallContent>().Single().CallId);
        first.ModelId.ShouldBe("offline");
        first.Usage!.TotalTokenCount.ShouldBe(0);
    }

    [Fact]
    public async Task Streams_what_it_would_answer_at_once()
    {
        var talk = new OfflineTalk(SalonTools.All);
        talk.Messages.Add(new ChatMessage(ChatRole.User, "hello"));
        using var client = new OfflineChatClient();
        var whole = await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation);
        var streamed = await client.GetStreamingResponseAsync(talk.Messages, talk.Options, Cancellation).ToChatResponseAsync(Cancellation);
        streamed.Text.ShouldBe(whole.Text);
        streamed.FinishReason.ShouldBe(ChatFinishReason.Stop);
        streamed.Usage!.TotalTokenCount.ShouldBe(0);
    }

    [Fact]
    public async Task Context_that_the_engine_adds_to_a_message_is_not_the_users_word()
    {
        var talk = new OfflineTalk(SalonTools.All);
        var context = new TextContent("It is Monday, 16 March 2026, 09:00.") { AdditionalProperties = new() { [ModelCallProperties.Context] = true } };
        talk.Messages.Add(new ChatMessage(ChatRole.User, [new TextContent("book a haircut on Friday at 3pm for Maria Keller"), context]));
        using var client = new OfflineChatClient();
        (await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation)).Text.ShouldContain("- Start: Friday, 27 November 2026 at 15:00");
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"facts":{"type":"array"}},"required":["facts"]}""", """{"facts":[]}""")]
    [InlineData("""{"type":"object","properties":{"facts":{"type":"array","minItems":1}},"required":["facts"]}""", null)]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}""", null)]
    public async Task Extracts_nothing_and_makes_nothing_up(string schema, string? reply)
    {
        var options = new OfflineTalk(SalonTools.All) { Purpose = "extract" }.Options;
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema));
        using var client = new OfflineChatClient();
        Task<ChatResponse> AnswerAsync() => client.GetResponseAsync([new ChatMessage(ChatRole.User, "I live in Rome")], options, Cancellation);

        if (reply is null)
        {
            (await Should.ThrowAsync<ModelException>(AnswerAsync)).Category.ShouldBe(ErrorCategory.BadRequest);
            return;
        }

        (await AnswerAsync()).Text.ShouldBe(reply);
    }

    [Theory]
    [InlineData("judge")]
    [InlineData("extract")]
    public async Task Refuses_purposes_that_need_a_language_model(string purpose)
    {
        var talk = new OfflineTalk(SalonTools.All) { Purpose = purpose };
        using var client = new OfflineChatClient();
        var error = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.User, "hi")], talk.Options, Cancellation));
        error.Category.ShouldBe(ErrorCategory.BadRequest);
        error.Message.ShouldContain(purpose);
    }

    [Theory]
    [InlineData("where is my parcel?", "orders")]
    [InlineData("I want to return the shoes", "returns")]
    [InlineData("sing me a lullaby", "none")]
    [InlineData("goods", "unclear")]
    public async Task Chooses_among_agents_by_the_words_of_their_descriptions(string said, string agent)
    {
        const string schema = """
            {"type":"object","properties":{"agent":{"enum":["orders","returns","none","unclear"],
            "description":"orders: where a parcel is | track_parcel: Tells where a parcel is | order_goods: Orders goods\nreturns: taking things back | return_goods: Returns goods"},"confidence":{"type":"number"}}}
            """;
        using var parsed = JsonDocument.Parse(schema);
        using var client = new OfflineChatClient();
        ChatOptions Options(ChatResponseFormat? format) => new() { ResponseFormat = format, AdditionalProperties = new() { [ModelCallProperties.Purpose] = "route" } };

        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, said)], Options(ChatResponseFormat.ForJsonSchema(parsed.RootElement)), Cancellation);

        using var json = JsonDocument.Parse(response.Text);
        json.RootElement.GetProperty("agent").GetString().ShouldBe(agent);
        (await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.User, said)], Options(null), Cancellation))).Category.ShouldBe(ErrorCategory.BadRequest);
    }

    [Fact]
    public async Task A_response_format_is_filled_only_where_nothing_is_made_up()
    {
        using var client = new OfflineChatClient();
        using var free = JsonDocument.Parse("""{"type":"object","properties":{"answer":{"type":"string"},"sources":{"type":"array"}},"required":["answer","sources"]}""");
        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, "hello")], new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(free.RootElement) }, Cancellation);
        using var json = JsonDocument.Parse(response.Text);
        json.RootElement.GetProperty("sources").GetArrayLength().ShouldBe(0);
        using var score = JsonDocument.Parse("""{"type":"object","properties":{"answer":{"type":"string"},"score":{"type":"number"}},"required":["answer","score"]}""");
        (await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.User, "hello")], new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(score.RootElement) }, Cancellation)))
            .Message.ShouldContain("score");
    }

    [Fact]
    public async Task Summarises_by_extraction_within_a_bound()
    {
        var talk = new OfflineTalk(SalonTools.All) { Purpose = "summarise" };
        for (var turn = 0; turn < 200; turn++)
        {
            talk.Messages.Add(new ChatMessage(ChatRole.User, $"request number {turn} " + new string('x', 500)));
        }

        using var client = new OfflineChatClient();
        var summary = (await client.GetResponseAsync(talk.Messages, talk.Options, Cancellation)).Text;
        summary.Length.ShouldBeLessThan(2_100);
        summary.ShouldContain("request number 199");
    }

    [Fact]
    public async Task Without_tools_or_properties_it_says_what_it_cannot_do()
    {
        using var client = new OfflineChatClient();
        (await client.GetResponseAsync([new ChatMessage(ChatRole.User, "book a flight")], cancellationToken: Cancellation)).Text.ShouldContain("no tools");
        (await client.GetResponseAsync([], cancellationToken: Cancellation)).Text.ShouldContain("without a language model");
    }

    [Fact]
    public async Task A_tool_without_a_declared_effect_is_confirmed_first()
    {
        var function = AIFunctionFactory.Create((string city) => city, "open_valve", "Opens the valve of a city.");
        using var client = new OfflineChatClient();
        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, "open the valve in Paris")], new ChatOptions { Tools = [function] }, Cancellation);
        response.Text.ShouldContain("- City: Paris");
        response.Text.ShouldContain("yes/no");
    }

    [Theory]
    [InlineData("1 1 1 1 1 ")]
    [InlineData("in in in the next last 2 weeks and ")]
    [InlineData("((((((((((")]
    [InlineData("yes no yes maybe 3pm-4pm-5pm ")]
    [InlineData("\0\u0007\u202e\uD83D")]
    [InlineData("my name is is is is ")]
    [InlineData("[1,[1,[1,[1,")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("twenty million hundred thousand and ")]
    [InlineData("book a haircut tomorrow at 3pm for Maria Keller. ")]
    public async Task A_megabyte_of_anything_is_answered_in_bounds(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var reply = await new OfflineTalk(SalonTools.All, (_, _) => text).Say(text);
        reply.Length.ShouldBeLessThan(20_000);
    }

    [Fact]
    public async Task Any_text_is_answered()
    {
        using var client = new OfflineChatClient();
        var options = new OfflineTalk(SalonTools.All).Options;
        var texts = ArbMap.Default.GeneratorFor<string>().Sample(100, 200).Select(text => text ?? "").ToList();
        foreach (var (one, two) in texts.Zip(texts.Skip(1)))
        {
            List<ChatMessage> messages = [new(ChatRole.User, "book a haircut on " + one), new(ChatRole.Assistant, two), new(ChatRole.User, two + " at 3 with " + one)];
            var response = await client.GetResponseAsync(messages, options, Cancellation);
            response.Messages.Count.ShouldBe(1, one + "|" + two);
        }
    }
}
