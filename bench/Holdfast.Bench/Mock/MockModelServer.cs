using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Bench.Mock;

/// <summary>Answers chat completions on a raw socket. Which answer comes follows from the request alone, so any number of runs may be mixed.</summary>
internal static class MockModelServer
{
    /// <summary>Prints the port, then serves until standard input ends.</summary>
    public static async Task ServeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        _ = AcceptAsync(listener);
        await Console.In.ReadToEndAsync();
    }

    private static async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            var connection = await listener.AcceptAsync();
            connection.NoDelay = true;
            _ = AnswerAsync(connection);
        }
    }

    private static async Task AnswerAsync(Socket connection)
    {
        var buffer = new byte[64 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                var length = LengthOf(buffer.AsSpan(0, filled));
                if (length > filled || length == 0)
                {
                    if (length > buffer.Length)
                    {
                        Array.Resize(ref buffer, length * 2);
                    }

                    var count = await connection.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
                    if (count == 0)
                    {
                        break;
                    }

                    filled += count;
                    continue;
                }

                await connection.SendAsync(MockAnswers.Responses[ResultsIn(buffer.AsSpan(0, length))], SocketFlags.None);
                buffer.AsSpan(length, filled - length).CopyTo(buffer);
                filled -= length;
            }
        }
        catch (SocketException)
        {
            // The client went.
        }

        connection.Dispose();
    }

    /// <summary>The length of the first request with its body, or 0 while its head is incomplete.</summary>
    private static int LengthOf(ReadOnlySpan<byte> received)
    {
        var head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return 0;
        }

        var field = received[..head].IndexOf("Content-Length: "u8);
        var value = received[(field + 16)..];
        return field >= 0 && Utf8Parser.TryParse(value, out int length, out _) ? head + 4 + length : head + 4;
    }

    /// <summary>How many tool results follow the last message of the user.</summary>
    private static int ResultsIn(ReadOnlySpan<byte> request)
    {
        var run = request[(request.LastIndexOf("\"role\":\"user\""u8) + 1)..];
        var count = run.Count("\"role\":\"tool\""u8);
        return Math.Min(count, MockAnswers.Calls);
    }
}
