namespace Holdfast.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("frobnicate", "Unrecognized command or argument 'frobnicate'.")]
    [InlineData("chat --colour", "There is no option '--colour' here.")]
    [InlineData("trace", "Which run? Give its id, or 'last' for the newest; 'holdfast trace search' finds runs.")]
    [InlineData("trace last --server nowhere", "'nowhere' is no address of a server: give one such as http://127.0.0.1:5080.")]
    [InlineData("trace search --limit many", "--limit is 'many'; give a whole number from 1 to 1000.")]
    [InlineData("trace search --session 12", "'12' is no id: those are 32 hexadecimal digits.")]
    [InlineData("trace verify --all", "Option '--storage' is required.")]
    [InlineData("trace verify --storage x.db", "Which sessions? Give --session ID or --all.")]
    [InlineData("keys create shop --expires soon", "--expires is 'soon'; give a number of days, hours or minutes, such as 90d, 12h or 30m.")]
    [InlineData("keys revoke 12", "'12' is no id of a key: those are 32 hexadecimal digits, as 'holdfast keys list' shows them.")]
    [InlineData("serve --role boss", "Argument 'boss' not recognized. Must be one of:")]
    [InlineData("mock-model --port 70000", "--port is '70000'; give a whole number from 0 to 65535.")]
    public async Task A_wrong_command_line_is_explained_and_ends_with_2(string line, string message)
    {
        var result = await CommandRun.RunAsync(line.Split(' '));

        result.Code.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldStartWith(message);
        result.Error.ShouldContain("--help' shows what is possible.");
    }

    [Fact]
    public async Task No_command_lists_the_commands()
    {
        var result = await CommandRun.RunAsync([]);

        result.Code.ShouldBe(2);
        result.Error.ShouldContain("Commands: serve, chat, trace, keys, knowledge, mock-model, guards, classify, cache, confidence, redteam.");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("chat --help")]
    [InlineData("trace --help")]
    [InlineData("trace search --help")]
    public async Task Help_is_no_error(string line)
    {
        var result = await CommandRun.RunAsync(line.Split(' '));

        result.Code.ShouldBe(0);
        result.Output.ShouldContain("Usage:");
        result.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("trace last")]
    [InlineData("trace search")]
    public async Task Without_a_server_the_user_learns_how_to_start_one(string line)
    {
        // Port 9 of the loopback address: nobody listens there.
        var result = await CommandRun.RunAsync([.. line.Split(' '), "--server", "http://127.0.0.1:9"]);

        result.Code.ShouldBe(1);
        result.Error.Trim().ShouldBe(
            "No server answers at http://127.0.0.1:9/ (ConnectionError). Start one with './run' or 'holdfast serve', or name another with --server. (server-unreachable)");
    }

    [Fact]
    public async Task The_server_is_found_by_variable()
    {
        var result = await CommandRun.RunAsync(["chat"], variables: ("HOLDFAST_SERVER", "http://127.0.0.1:9"));

        result.Error.ShouldContain("127.0.0.1:9");
    }
}
