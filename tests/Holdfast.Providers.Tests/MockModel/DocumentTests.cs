using System.Text.Json;
using Holdfast.Server.MockModel;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>The page about the mock is true: its script works, and it names every fault.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void The_script_on_the_page_does_what_the_page_says()
    {
        var yaml = Page().Split("```yaml\n")[1].Split("```")[0];
        var script = MockScript.Parse(yaml, "docs/mock-model.md");
        var ask = new MockRequest { Protocol = MockProtocol.OpenAIChat, Model = "m", Messages = [new("user", "please book for Ann, 4 guests")] };

        var call = script.Answer(ask).ToolCalls.ShouldHaveSingleItem();
        call.ShouldBe(new MockToolCall("book_table", """{"name":"Ann","guests":4}"""));
        var called = new MockMessage("assistant", "") { ToolCalls = [call with { Id = "1" }] };
        var answered = ask with { Messages = [.. ask.Messages, called, new("tool", "code X7") { ToolCallId = "1" }] };
        script.Answer(answered).Text.ShouldBe("Your code is X7.");
        script.Rules.Count.ShouldBe(4);
    }

    [Fact]
    public void Every_fault_is_on_the_page()
    {
        var page = Page();
        foreach (var fault in Enum.GetNames<MockFault>().Except([nameof(MockFault.None)]))
        {
            page.ShouldContain($"| `{JsonNamingPolicy.KebabCaseLower.ConvertName(fault)}`");
        }
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
        {
            folder = folder.Parent.ShouldNotBeNull();
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "mock-model.md"));
    }
}
