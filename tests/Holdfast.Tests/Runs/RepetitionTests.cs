using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Testing;

namespace Holdfast.Tests.Runs;

public sealed class RepetitionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_repeated_after_its_session_expired_finds_the_run_that_it_made()
    {
        var time = new FakeTime();
        await using var fixture = await RuntimeFixture.StartAsync(
            Agent.Define("echo").KeepSessionsFor(TimeSpan.FromMinutes(30)).Build(), ScriptedModel.Of(new ScriptedReply("Hello.")), time: time);
        var session = await fixture.Runtime.OpenSessionAsync("echo", cancellationToken: Token);
        var request = new SendOptions { IdempotencyKey = "k" };
        var first = await fixture.Runtime.SendAsync(session.Id, "Hi", request, Token);
        (await fixture.Runtime.WaitAsync(first.Run, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Completed);
        time.Advance(TimeSpan.FromMinutes(31));

        (await fixture.Runtime.SendAsync(session.Id, "Hi", request, Token)).ShouldBe(new AcceptedRun(first.Run, session.Id, Repeated: true));
        (await Should.ThrowAsync<HoldfastException>(() => fixture.Runtime.SendAsync(session.Id, "Bye", request, Token))).Code.ShouldBe("idempotency-conflict");
        (await Should.ThrowAsync<HoldfastException>(() => fixture.Runtime.SendAsync(session.Id, "Hi", new SendOptions { IdempotencyKey = "new" }, Token))).Code.ShouldBe("session-expired");
        (await Should.ThrowAsync<HoldfastException>(() => fixture.Runtime.SendAsync(session.Id, "Hi", cancellationToken: Token))).Code.ShouldBe("session-expired");
    }
}
