using Holdfast.Models;
using Holdfast.Testing;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Models;

public class AdmissionTests
{
    private readonly FakeTime time = new();

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task A_client_that_ignores_its_token_keeps_neither_the_call_nor_its_place(bool streams, bool cancelled)
    {
        var deaf = new DeafClient("Hel");
        var provider = new ModelProvider("deaf", new ModelProviderOptions { MaxConcurrency = 1, RetryDelays = [] }, time);
        var gateway = new ModelGateway(
            new ModelCatalog([new ModelEndpoint(provider, "m", deaf)], fast: [new ModelEndpoint(provider, "n", ScriptedModel.Of(new ScriptedReply("Fine.")))]), time: time);
        using var cancel = new CancellationTokenSource();
        var sink = new Sink();
        var calling = gateway.CallAsync(Call(Tier.Standard) with { Sink = streams ? sink : null }, cancel.Token);
        await deaf.Silent.Task;

        if (cancelled)
        {
            await cancel.CancelAsync();
        }
        else
        {
            time.Advance(TimeSpan.FromSeconds(61));
        }

        (await calling.WaitAsync(TimeSpan.FromSeconds(20))).Category.ShouldBe(cancelled ? ErrorCategory.Cancelled : ErrorCategory.Timeout);
        (await gateway.CallAsync(Call(Tier.Fast), TestContext.Current.CancellationToken)).Reply!.Text.ShouldBe("Fine.");
        deaf.Answer();
        if (streams)
        {
            await deaf.Closed.Task;
            sink.Said.ShouldBe(["Hel", null]);
        }
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_no_slot_of_the_rate_unused()
    {
        using var admission = new Admission(new ModelProviderOptions { RequestsPerMinute = 60 }, time);
        await admission.EnterAsync(TestContext.Current.CancellationToken);
        using var impatient = new CancellationTokenSource();
        var givingUp = Enumerable.Range(0, 10).Select(_ => admission.EnterAsync(impatient.Token).AsTask()).ToList();
        var patient = admission.EnterAsync(TestContext.Current.CancellationToken).AsTask();
        await impatient.CancelAsync();
        foreach (var gone in givingUp)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => gone);
        }

        var second = admission.EnterAsync(TestContext.Current.CancellationToken).AsTask();
        await AdvanceUntilAsync(patient);
        time.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 3, 2, 9, 0, 1, TimeSpan.Zero));
        await AdvanceUntilAsync(second);
        time.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 3, 2, 9, 0, 2, TimeSpan.Zero));
    }

    /// <summary>Moves the clock to the next timer, as soon as there is one, until a task ends.</summary>
    private async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            if (time.NextTimer is { } due)
            {
                time.Advance(due - time.GetUtcNow());
            }

            await Task.Yield();
        }

        await task;
    }

    private static ModelCall Call(Tier tier) => new()
    {
        Purpose = "act",
        Tier = tier,
        Messages = [new ChatMessage(ChatRole.User, "Hello")],
        MaxOutputTokens = 100,
        InputBytes = 50,
        Budget = new([], [], null, Guid.Empty),
    };

    private sealed class Sink : ITextSink
    {
        public List<string?> Said { get; } = [];

        public ValueTask AppendAsync(string text, CancellationToken cancellationToken)
        {
            Said.Add(text);
            return ValueTask.CompletedTask;
        }

        public void Restart() => Said.Add(null);
    }
}
