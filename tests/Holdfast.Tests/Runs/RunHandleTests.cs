using Holdfast.Runs;

namespace Holdfast.Tests.Runs;

public sealed class RunHandleTests
{
    [Fact]
    public void A_request_to_cancel_is_seen_whole_or_not_at_all()
    {
        const int Handles = 300_000;
        var handles = new RunHandle[Handles];
        for (var i = 0; i < Handles; i++)
        {
            handles[i] = new RunHandle();
        }

        var torn = 0;
        var reader = new Thread(() =>
        {
            foreach (var handle in handles)
            {
                (string By, long Position)? seen;
                while ((seen = handle.CancelRequest) is null)
                {
                }

                torn += seen is { By: "ann", Position: 7 } ? 0 : 1;
            }
        });
        reader.Start();
        foreach (var handle in handles)
        {
            handle.Cancel("ann", 7);
        }

        reader.Join();
        torn.ShouldBe(0);
    }

    [Fact]
    public void Of_two_requests_to_cancel_the_first_one_counts()
    {
        using var handle = new RunHandle();
        handle.Cancel("ann", 7);
        handle.Cancel("bob", 8);
        handle.CancelRequest.ShouldBe(("ann", 7));
        handle.Cancelled.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void A_run_that_has_ended_can_be_asked_to_cancel_without_harm()
    {
        var handle = new RunHandle();
        handle.Dispose();
        handle.Cancel("ann", 7);
        handle.CancelRequest.ShouldBe(("ann", 7));
    }
}
