using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Listens for wake-ups on a connection of its own and connects again when it breaks.</summary>
internal sealed class PostgreSqlListener(NpgsqlDataSource source, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<Guid> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<Guid>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pump = PumpAsync(channel.Writer, ending.Token);
        try
        {
            await foreach (var session in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return session;
            }
        }
        finally
        {
            await ending.CancelAsync();
            await pump;
        }
    }

    private async Task PumpAsync(ChannelWriter<Guid> wakeups, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(wakeups, cancellationToken);
            }
            catch (Exception e) when (e is DbException or SocketException or IOException or InvalidOperationException && !cancellationToken.IsCancellationRequested)
            {
                // Whatever was missed is made good by the empty id after the next connect; until then workers poll.
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        wakeups.TryComplete();
    }

    private async Task ListenOnceAsync(ChannelWriter<Guid> wakeups, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, message) =>
        {
            foreach (var session in Notifications.Read(message.Payload))
            {
                wakeups.TryWrite(session);
            }
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {Notifications.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        wakeups.TryWrite(Guid.Empty);
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
