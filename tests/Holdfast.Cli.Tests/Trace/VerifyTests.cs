using Holdfast.Testing;
using Microsoft.Data.Sqlite;

namespace Holdfast.Cli.Tests.Trace;

public sealed class VerifyTests
{
    [Fact]
    public async Task An_untouched_store_verifies()
    {
        await using var server = await TalkAsync();

        var result = await CommandRun.RunAsync(["trace", "verify", "--all", "--storage", server.Database]);

        result.Code.ShouldBe(0);
        result.Lines.ShouldBe(["1 session, 4 events: every record is as it was written."]);
    }

    [Theory]
    [InlineData("UPDATE events SET payload = CAST(replace(CAST(payload AS TEXT), 'hello', 'HELLO') AS BLOB) WHERE seq = 2", "event 2 (run.started, TIME) is not what was written.")]
    [InlineData("UPDATE events SET at = at + 1 WHERE seq = 3", "event 3 (model.replied, TIME) is not what was written.")]
    [InlineData("UPDATE events SET run = 2 WHERE seq = 3", "event 3 (model.replied, TIME) is not what was written.")]
    [InlineData("DELETE FROM events WHERE seq = 3", "event 3 is missing.")]
    [InlineData("DELETE FROM events WHERE seq = 4", "events 4 to 4 are missing: a finished run had them.")]
    public async Task The_first_altered_record_is_named(string change, string fault)
    {
        await using var server = await TalkAsync();
        await AlterAsync(server.Database, change);

        var result = await CommandRun.RunAsync(["trace", "verify", "--all", "--storage", server.Database]);

        result.Code.ShouldBe(1);
        Normalised.Text(result.Lines[0]).ShouldBe($"Session ID: {fault}");
        result.Lines[1].ShouldEndWith("1 session altered.");
    }

    [Fact]
    public async Task An_altered_audit_log_is_told()
    {
        await using var server = await TalkAsync();
        await CommandRun.RunAsync(["keys", "create", "a", "--storage", server.Database]);
        await CommandRun.RunAsync(["keys", "create", "b", "--storage", server.Database]);
        (await CommandRun.RunAsync(["trace", "verify", "--all", "--storage", server.Database])).Code.ShouldBe(0);
        await AlterAsync(server.Database, "DROP TRIGGER audit_keeps_words; UPDATE audit SET actor = 'nobody' WHERE seq = 1");

        var result = await CommandRun.RunAsync(["trace", "verify", "--all", "--storage", server.Database]);

        result.Code.ShouldBe(1);
        result.Error.Trim().ShouldBe("The audit log was altered: line 1 is not what was written, or is missing.");
    }

    private static async Task<LoopbackServer> TalkAsync()
    {
        var server = await LoopbackServer.StartAsync(ScriptedModel.Of(new ScriptedReply("Good day.")));
        (await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "hello\n")).Code.ShouldBe(0);
        return server;
    }

    private static async Task AlterAsync(string file, string change)
    {
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = change;
        (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }
}
