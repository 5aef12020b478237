using System.Security.Cryptography;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Pii;
using Holdfast.Safety.Guards.Secrets;
using Holdfast.Safety.Redaction;
using Holdfast.Safety.Streaming;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/redaction.md.</summary>
public sealed class RedactionPage
{
    [Fact]
    public async Task Redacts_and_restores()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var session = Guid.NewGuid();
        var cancellationToken = TestContext.Current.CancellationToken;

        var guards = new GuardSet([new PiiGuard(), new SecretsGuard()], new Dictionary<string, GuardMode> { ["secrets"] = GuardMode.Block });
        var vault = new RedactionVault(key, session);

        var said = new GuardedText { Text = "My card is 4012 8888 8888 1881, mail me at ann@example.org", Point = GuardPoint.Input };
        GuardOutcome outcome = await guards.CheckAsync(said, vault, cancellationToken);
        // outcome.Text: My card is [card:1], mail me at ann@example.org

        string forTheTool = Redactor.Restore("""{"card":"[card:1]"}""", vault);

        outcome.Text.ShouldBe("My card is [card:1], mail me at ann@example.org");
        outcome.Reports.ShouldHaveSingleItem().Kinds.Keys.ShouldBe(["card"]);
        forTheTool.ShouldBe("""{"card":"4012 8888 8888 1881"}""");
    }

    [Fact]
    public async Task Streams()
    {
        var guards = new GuardSet([new PiiGuard(), new SecretsGuard()]);
        var vault = new RedactionVault(RandomNumberGenerator.GetBytes(32), Guid.NewGuid());
        var cancellationToken = TestContext.Current.CancellationToken;
        var shown = new List<string>();
        Task ShowAsync(string text)
        {
            shown.Add(text);
            return Task.CompletedTask;
        }

        string[] pieces = ["Your card 4012 88", "88 8888 18", "81 is noted."];
        var answer = new GuardedStream(guards, new GuardedText { Text = "", Point = GuardPoint.Output }, vault);
        foreach (var piece in pieces)
        {
            await ShowAsync(await answer.WriteAsync(piece, cancellationToken));
        }

        await ShowAsync(await answer.CompleteAsync(cancellationToken));

        string.Concat(shown).ShouldBe("Your card [card:1] is noted.");
        answer.Outcome!.MayPass.ShouldBeTrue();
    }
}
