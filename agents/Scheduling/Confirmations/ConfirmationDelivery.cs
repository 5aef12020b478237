using System.Data.Common;
using System.Net.Mail;
using System.Threading.Channels;
using Holdfast.Agents.Scheduling.Storage;

namespace Holdfast.Agents.Scheduling.Confirmations;

/// <summary>Delivers confirmations at least once, to files or a mail server; a copy carries the same Message-ID.</summary>
/// <remarks>Safe for concurrent use, in any number of processes: each message is leased to one of them at a time.</remarks>
public sealed class ConfirmationDelivery
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly SchedulingStore store;
    private readonly TimeProvider time;
    private readonly IConfirmationTransport transport;
    private readonly Channel<bool> wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Creates the delivery; a mail server is used when <see cref="SchedulingOptions.SmtpHost"/> is set, else files.</summary>
    /// <param name="store">Where confirmations wait.</param>
    /// <param name="options">Where they go.</param>
    /// <param name="time">Says what is due.</param>
    public ConfirmationDelivery(SchedulingStore store, SchedulingOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        this.store = store;
        this.time = time;
        transport = options.SmtpHost is null ? new FolderTransport(options) : new SmtpTransport(options);
    }

    /// <summary>Delivers until stopped: at once what is announced by <see cref="Wake"/>, within 30 seconds the rest.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await DeliverDueAsync(cancellationToken);
                await wakeUps.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Poll, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Time to look again: another process may have written or left a message.
            }
            catch (DbException)
            {
                // The database is away; nothing is lost, look again later.
                await Task.Delay(Poll, time, cancellationToken);
            }
        }
    }

    /// <summary>Announces that a confirmation was written.</summary>
    public void Wake() => wakeUps.Writer.TryWrite(true);

    /// <summary>Delivers everything that is due now. What fails is tried again after 1, 2, 4… minutes, an hour at most.</summary>
    /// <param name="cancellationToken">Stops it between messages.</param>
    /// <returns>How many messages were delivered.</returns>
    public async Task<int> DeliverDueAsync(CancellationToken cancellationToken)
    {
        var delivered = 0;
        while (await ClaimAsync(cancellationToken) is { } message)
        {
            var failure = await TrySendAsync(message, cancellationToken);
            await store.Tables.WriteAsync(
                async connection =>
                {
                    await (failure is null
                        ? connection.MarkDeliveredAsync(message.MessageId, time.GetUtcNow(), cancellationToken)
                        : connection.MarkFailedAsync(message.MessageId, time.GetUtcNow() + Delay(message.Attempts), failure, cancellationToken));
                    return true;
                },
                cancellationToken);
            delivered += failure is null ? 1 : 0;
        }

        return delivered;
    }

    private static TimeSpan Delay(int attempts) =>
        TimeSpan.FromMinutes(Math.Min(LongestDelay.TotalMinutes, Math.Pow(2, Math.Min(attempts, 10) - 1)));

    private Task<OutboxMessage?> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return store.Tables.WriteAsync(connection => connection.ClaimMessageAsync(now, now + Lease, cancellationToken), cancellationToken);
    }

    private async Task<string?> TrySendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await transport.SendAsync(message, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is SmtpException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
