using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Server.Approvals;
using Holdfast.Server.Tickets;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Notifications;

/// <summary>Sends the notices of the store, by every channel, until the other side has them: at least once, and again after a crash between sending and noting it.</summary>
internal sealed class NoticeDelivery(
    IEnumerable<INoticeChannel> channels, Storage.IHoldfastStorage store, AgentRuntime runtime, TimeProvider time, ILogger<NoticeDelivery> logger) : BackgroundService
{
    private const int Batch = 5;

    /// <summary>How often a notice is tried: with the pauses below for about 16 hours.</summary>
    private const int Attempts = 20;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    /// <summary>Longer than a whole batch takes where every delivery times out.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>How long to wait after an attempt, from 1.</summary>
    public static TimeSpan PauseAfter(int attempt)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempt, 20) - 1));
        return pause < LongestPause ? pause : LongestPause;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(channels.Select(channel => DeliverAsync(channel, stoppingToken)));

    private async Task DeliverAsync(INoticeChannel channel, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var leased = await store.LeaseNoticesAsync(channel.Name, Batch, time.GetUtcNow(), Lease, stopping);
                foreach (var notice in leased)
                {
                    await DeliverAsync(channel, notice, stopping);
                }

                if (leased.Count < Batch)
                {
                    await Task.Delay(Poll, time, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // What was leased is tried again when its lease is over.
                logger.NoticesUnread(channel.Name, e);
                await Task.Delay(Poll, time, CancellationToken.None);
            }
        }
    }

    private async Task DeliverAsync(INoticeChannel channel, LeasedNotice leased, CancellationToken stopping)
    {
        DateTimeOffset? nextAt = null;
        try
        {
            if (await ViewAsync(leased.Notice, stopping) is { } view)
            {
                await channel.SendAsync(view, stopping);
            }
        }
        catch (NoticeRefusedException e) when (leased.Attempt >= Attempts)
        {
            logger.NoticeGivenUp(leased.Notice.Kind, WireId.Of(leased.Notice.Subject), channel.Name, leased.Attempt, e.Message);
        }
        catch (NoticeRefusedException e)
        {
            var pause = PauseAfter(leased.Attempt);
            nextAt = time.GetUtcNow() + pause;
            logger.NoticeRefused(leased.Notice.Kind, WireId.Of(leased.Notice.Subject), channel.Name, leased.Attempt, e.Message, pause);
        }

        await store.SettleNoticeAsync(leased.Notice, nextAt, CancellationToken.None);
    }

    /// <summary>What the notice says, as things stand; null where its subject is gone.</summary>
    private async Task<NoticeView?> ViewAsync(Notice notice, CancellationToken cancellationToken)
    {
        var id = $"{notice.Kind}.{WireId.Of(notice.Subject)}";
        if (notice.Kind is Notice.ApprovalRequested or Notice.ApprovalReminded)
        {
            return await runtime.Approvals.FindAsync(notice.Subject, cancellationToken: cancellationToken) is { } approval
                ? new NoticeView(id, notice.Kind, notice.At, approval.Tenant, ApprovalView.Of(approval), null) : null;
        }

        if (notice.Kind is Notice.AutonomyWithdrawn)
        {
            return (await runtime.Autonomy.ListAsync(new AutonomyQuery { Allowance = notice.Subject }, cancellationToken)).SingleOrDefault() is { } earned
                ? new NoticeView(id, notice.Kind, notice.At, earned.Record.Tenant, null, null, AutonomyView.Of(earned)) : null;
        }

        return await runtime.Tickets.FindAsync(notice.Subject, cancellationToken: cancellationToken) is { } ticket
            ? new NoticeView(id, notice.Kind, notice.At, ticket.Tenant, null, TicketView.Of(ticket, time.GetUtcNow())) : null;
    }
}
