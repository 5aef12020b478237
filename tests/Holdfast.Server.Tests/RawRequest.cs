using System.Net.Sockets;
using System.Text;

namespace Holdfast.Server.Tests;

/// <summary>Sends bytes that no client library would, and reads what comes back.</summary>
public static class RawRequest
{
    /// <summary>Sends a request; returns its status, or 0 where the server closed the connection without one, and the whole answer.</summary>
    public static async Task<(int Status, string Text)> SendAsync(Uri server, string method, byte[] target, IEnumerable<(string Name, byte[] Value)> headers, byte[]? body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, RunningServer.Token);
        var stream = client.GetStream();
        using var request = new MemoryStream();
        request.Write(Encoding.ASCII.GetBytes(method + " "));
        request.Write(target);
        request.Write(Encoding.ASCII.GetBytes($" HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n"));
        foreach (var (name, value) in headers)
        {
            request.Write(Encoding.ASCII.GetBytes(name + ": "));
            request.Write(value);
            request.Write("\r\n"u8);
        }

        request.Write(Encoding.ASCII.GetBytes(body is null ? "\r\n" : $"Content-Length: {body.Length}\r\n\r\n"));
        request.Write(body ?? []);
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request.ToArray(), RunningServer.Token);
            await stream.CopyToAsync(answer, RunningServer.Token);
        }
        catch (IOException)
        {
            // The server refused before it had read all, and closed the connection: what it said before counts.
        }

        var text = Encoding.UTF8.GetString(answer.ToArray());
        return (text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(text.AsSpan(9, 3)) : 0, text);
    }
}
