using Holdfast.Testing;

namespace Holdfast.Cli.Tests.Keys;

public sealed class KeysTests
{
    [Fact]
    public async Task Keys_are_made_on_the_storage_and_used_and_managed_over_the_server()
    {
        await using var server = await LoopbackServer.StartAsync(ScriptedModel.Of(new ScriptedReply("Good day.")));

        var made = await CommandRun.RunAsync(["keys", "create", "root", "--scopes", "admin", "--storage", server.Database]);
        made.Code.ShouldBe(0, made.Error);
        var root = made.Lines.ShouldHaveSingleItem();
        root.ShouldStartWith("hf_");
        made.Error.ShouldContain("of root, tenant default, scopes admin. Keep it safe: it cannot be shown again.");

        // The running server learns of its first key within seconds; a request that brings it is answered at once.
        (string, string) key = ("HOLDFAST_KEY", root);
        var second = await CommandRun.RunAsync(["keys", "create", "shop", "--scopes", "invoke,operate", "--expires", "90d", "--server", server.Address], variables: key);
        second.Code.ShouldBe(0, second.Error);
        var list = await CommandRun.RunAsync(["keys", "list", "--storage", server.Database]);
        list.Lines.Length.ShouldBe(3);
        list.Lines[1].ShouldContain("shop");
        list.Lines[1].ShouldContain("invoke operate");
        list.Lines[1].ShouldContain("active");
        list.Lines[2].ShouldEndWith("never");
        list.Output.ShouldNotContain(root);
        list.Output.ShouldNotContain(second.Lines[0]);

        var id = list.Lines[1].Split(' ')[0];
        var rotated = await CommandRun.RunAsync(["keys", "rotate", id, "--keep", "1h", "--storage", server.Database]);
        rotated.Lines.ShouldHaveSingleItem().ShouldStartWith("hf_");
        rotated.Error.ShouldContain("The old key stays good until");
        (await CommandRun.RunAsync(["keys", "revoke", id, "--storage", server.Database])).Output.ShouldContain("is revoked");
        (await CommandRun.RunAsync(["keys", "list", "--storage", server.Database])).Lines.Length.ShouldBe(4);
        (await CommandRun.RunAsync(["keys", "rotate", id, "--storage", server.Database])).ShouldSatisfyAllConditions(
            result => result.Code.ShouldBe(1), result => result.Error.ShouldContain("(key-ended)"));
        (await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "hello\n", variables: ("HOLDFAST_KEY", rotated.Lines[0]))).Output.ShouldContain("Good day.");
    }

    [Fact]
    public async Task A_key_of_another_tenant_is_made_on_the_storage_only()
    {
        await using var server = await LoopbackServer.StartAsync(ScriptedModel.Of(new ScriptedReply("Good day.")));

        var refused = await CommandRun.RunAsync(["keys", "create", "shop", "--tenant", "acme", "--server", server.Address]);
        refused.Code.ShouldBe(1);
        refused.Error.ShouldContain("(invalid-key)");
        (await CommandRun.RunAsync(["keys", "list", "--storage", server.Database])).Lines.ShouldBe(["There is no stored key."]);
        (await CommandRun.RunAsync(["keys", "create", "shop", "--tenant", "acme", "--storage", server.Database])).Error.ShouldContain("tenant acme");
    }
}
