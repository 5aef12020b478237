namespace Holdfast.Cli.Tests.RedTeam;

public sealed class RedTeamTests
{
    [Fact]
    public async Task An_agent_of_the_server_is_attacked_without_executing_anything()
    {
        var result = await CommandRun.RunAsync(["redteam", "scheduling"]);

        result.Code.ShouldBe(0, result.Output + result.Error);
        result.Output.ShouldContain("book_appointment");
        result.Output.ShouldContain("of scheduling: something harmful left after 0.");
    }

    [Theory]
    [InlineData("redteam nobody", "There is no agent named 'nobody'. The agents are: scheduling, support. (unknown-agent)")]
    [InlineData("redteam scheduling --suite nowhere.json", "The suite cannot be read:")]
    public async Task What_cannot_be_attacked_is_explained(string line, string message)
    {
        var result = await CommandRun.RunAsync(line.Split(' '));

        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith(message);
    }
}
