using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Holdfast.Tests.Shared;

/// <summary>A mail server that takes every message, as far as RFC 5321 is needed for that.</summary>
internal sealed class LoopbackMailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> received = Channel.CreateUnbounded<string>();
    private readonly Task serving;

    public LoopbackMailServer()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>The messages as received, headers and all.</summary>
    public ChannelReader<string> Received => received.Reader;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await TalkAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 loopback");
        while (await reader.ReadLineAsync() is { } line)
        {
            var command = line.Split(' ')[0].ToUpperInvariant();
            if (command == "DATA")
            {
                await writer.WriteLineAsync("354 go ahead");
                var message = new StringBuilder();
                while (await reader.ReadLineAsync() is { } text && text != ".")
                {
                    message.Append(text).Append('\n');
                }

                received.Writer.TryWrite(message.ToString());
            }

            await writer.WriteLineAsync(command == "QUIT" ? "221 bye" : "250 ok");
            if (command == "QUIT")
            {
                return;
            }
        }
    }
}
