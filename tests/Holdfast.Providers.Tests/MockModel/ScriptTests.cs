using System.Text.Json;
using Holdfast.Server.MockModel;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>Scripts decide by the conversation alone, and say where they are wrong.</summary>
public sealed class ScriptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Replies_follow_the_conversation_and_the_last_repeats()
    {
        var script = MockScript.Parse("""
            rules:
              - when: { user: go }
                replies: [A, { text: B }, C]
              - reply: other
            """);

        Answer(script, User("go")).Text.ShouldBe("A");
        Answer(script, User("go"), Assistant("A")).Text.ShouldBe("B");
        Answer(script, User("go"), Assistant("A"), Assistant("B"), Assistant("C")).Text.ShouldBe("C");
        Answer(script, User("go"), Assistant("A"), User("no")).Text.ShouldBe("other");
        Answer(script, User("no"), Assistant("other"), User("go")).Text.ShouldBe("A");
    }

    [Theory]
    [InlineData("{ role: user }", true)]
    [InlineData("{ role: tool }", false)]
    [InlineData("{ step: 1 }", true)]
    [InlineData("{ step: 2 }", false)]
    [InlineData("{ call: 2 }", true)]
    [InlineData("{ call: 1 }", false)]
    [InlineData("{ model: '^gpt-' }", true)]
    [InlineData("{ model: '^claude-' }", false)]
    [InlineData("{ system: 'be \\w+' }", true)]
    [InlineData("{ system: rude }", false)]
    [InlineData("{ user_contains: SECOND }", true)]
    [InlineData("{ user_contains: first }", false)]
    [InlineData("{ tool: f }", false)]
    public void Each_condition_decides(string when, bool matches)
    {
        var script = MockScript.Parse($"rules: [{{ when: {when}, reply: yes }}]");
        var reply = script.Answer(Request(new MockMessage("system", "be kind"), User("first"), Assistant("x"), User("second")));

        (reply.Text == "yes").ShouldBe(matches);
    }

    [Fact]
    public void Tool_results_are_told_apart_by_their_tool()
    {
        var script = MockScript.Parse("""
            rules:
              - when: { tool: g, tool_result: "(?<n>\\d+)" }
                reply: { tool_calls: [{ name: h, arguments: { n: "${n}", plain: 5, no: null, list: [true, 1.5, "2"] } }] }
            """);
        var calls = new MockMessage("assistant", "") { ToolCalls = [new("f", "{}", "1"), new("g", "{}", "2")] };
        var reply = Answer(script, User("x"), calls, Result("1", "11"), Result("2", "22"));

        reply.ToolCalls.ShouldBe([new MockToolCall("h", """{"n":"22","plain":5,"no":null,"list":[true,1.5,"2"]}""")]);
    }

    [Fact]
    public void Captures_are_escaped_inside_arguments_and_a_doubled_dollar_is_plain()
    {
        var script = new MockScript(new MockRule
        {
            User = "say (.+)",
            Replies = [new MockReply { Text = "$${1} ${1}", ToolCalls = [new("say", """{"what":"${1}"}""")] }],
        });
        var reply = Answer(script, User("say \"hi\" \\o/"));

        reply.Text.ShouldBe("${1} \"hi\" \\o/");
        JsonElement.Parse(reply.ToolCalls[0].Arguments).GetProperty("what").GetString().ShouldBe("\"hi\" \\o/");
    }

    [Theory]
    [InlineData("rules: [{ reply: a, when: { usr: x } }]", "line 1, rule 1: when has no field 'usr'. Valid fields: user, user_contains")]
    [InlineData("rules:\n- name: greet\n  replies: []", "line 2, rule 1 ('greet'): a rule needs either 'reply'")]
    [InlineData("rules:\n- reply: a\n- reply: { fault: hung }", "line 3, rule 2: fault 'hung' is unknown. Valid: none, rate-limited")]
    [InlineData("rules:\n- when: { user: '(' }\n  reply: a", "line 2, rule 1: user is no valid regular expression")]
    [InlineData("rules:\n- when: { user: '(?<day>x)' }\n  reply: 'on ${dya}'", "line 2, rule 1: ${dya} is no capture of this rule's expressions. Captures: 0, day.")]
    [InlineData("rules:\n- when: { role: robot }\n  reply: a", "role 'robot' is unknown. Valid: user, assistant, tool, system")]
    [InlineData("rules:\n- when: { step: first }\n  reply: a", "'step' must be a whole number, not 'first'")]
    [InlineData("rules:\n- when: { step: 0 }\n  reply: a", "count from 1")]
    [InlineData("rules:\n- reply: { tool_calls: [{ arguments: {} }] }", "a tool call has no 'name'")]
    [InlineData("rules: 5", "'rules' must be a list")]
    [InlineData("", "the script is empty")]
    [InlineData("rules:\n- a: [}\n", "line 2: this is not valid YAML or JSON")]
    public void A_wrong_script_says_where_and_what_is_valid(string yaml, string message)
    {
        var refusal = Should.Throw<HoldfastException>(() => MockScript.Parse(yaml, "mock.yaml"));

        refusal.Code.ShouldBe("invalid-mock-script");
        refusal.Message.ShouldStartWith("mock.yaml");
        refusal.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_file_may_be_json_and_a_missing_one_is_named()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"script-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(path, """{"rules": [{"when": {"user": "a\\d"}, "reply": {"text": "b\n\u00e9"}}]}""", Token);
        Answer(await MockScript.LoadAsync(path, Token), User("a1")).Text.ShouldBe("b\né");
        File.Delete(path);

        var refusal = await Should.ThrowAsync<HoldfastException>(() => MockScript.LoadAsync(path, Token));
        (refusal.Code, refusal.Message.Contains(path)).ShouldBe(("invalid-mock-script", true));
    }

    [Fact]
    public async Task A_function_may_answer_and_its_failure_is_a_500_that_says_so()
    {
        var script = MockScript.From(request => request.LastUserText == "fail" ? throw new InvalidOperationException("no idea") : MockReply.Say($"{request.Protocol} {request.Call}"));
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { Script = script }, Token);
        using var client = new RawClient(server.BaseUrl);

        (await client.PostAsync("/v1/responses", RawClient.Responses("hi"), null, Token)).Body.ShouldContain("OpenAIResponses 1");
        (await client.JsonAsync("/v1/responses", RawClient.Responses("fail"), null, System.Net.HttpStatusCode.InternalServerError, Token)).ToString().ShouldContain("no idea");
    }

    [Fact]
    public async Task A_scripted_fault_beats_the_rates_and_the_header_beats_both()
    {
        var script = new MockScript(new MockRule { UserContains = "bad", Replies = [MockReply.Fail(MockFault.Unavailable)] }, new MockRule { Replies = [MockReply.Say("ok") with { Fault = MockFault.None }] });
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { Script = script, Faults = MockFaults.Only(1, MockFault.ServerError) }, Token);
        using var client = new RawClient(server.BaseUrl);
        await client.PostAsync("/v1/responses", RawClient.Responses("bad"), null, Token);
        await client.PostAsync("/v1/responses", RawClient.Responses("good"), null, Token);
        await client.PostAsync("/v1/responses", RawClient.Responses("bad"), "529", Token);

        server.Served.Select(served => served.Status).ShouldBe([503, 200, 529]);
    }

    [Fact]
    public void Without_a_script_it_echoes_calls_what_it_is_told_to_and_repeats_results()
    {
        var tools = new[] { new MockTool("f", "", default), new MockTool("g", "", default) };
        new MockScript().Answer(Request(User("hello call f")) with { Tools = [] }).ShouldBe(MockReply.Say("hello call f"));
        new MockScript().Answer(Request(User("""please call f {"a":{"b":1}} and call g, call h""")) with { Tools = tools }).ToolCalls.ShouldBe([new("f", """{"a":{"b":1}}"""), new("g", "{}")]);
        new MockScript().Answer(Request(User("call f"), new MockMessage("assistant", "") { ToolCalls = [new("f", "{}", "1")] }, Result("1", "42")) with { Tools = tools }).ShouldBe(MockReply.Say("42"));
    }

    private static MockReply Answer(MockScript script, params MockMessage[] messages) => script.Answer(Request(messages));

    private static MockRequest Request(params MockMessage[] messages) => new() { Protocol = MockProtocol.OpenAIChat, Model = "gpt-x", Messages = messages };

    private static MockMessage User(string text) => new("user", text);

    private static MockMessage Assistant(string text) => new("assistant", text);

    private static MockMessage Result(string id, string text) => new("tool", text) { ToolCallId = id };
}
