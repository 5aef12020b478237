using System.Text;
using System.Text.Json;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>A piece of a response, with the output tokens that were sent once it is out.</summary>
/// <param name="Bytes">What goes over the wire.</param>
/// <param name="OutputTokens">The tokens in this piece and all before it.</param>
/// <param name="Ends">Whether a client may take the answer as finished from here on.</param>
internal readonly record struct Frame(byte[] Bytes, int OutputTokens, bool Ends)
{
    /// <summary>A server-sent event.</summary>
    public static Frame Event(string? name, object data, int outputTokens, bool ends = false)
    {
        var json = JsonSerializer.Serialize(data, WireJson.Options);
        return new Frame(Encoding.UTF8.GetBytes(name is null ? $"data: {json}\n\n" : $"event: {name}\ndata: {json}\n\n"), outputTokens, ends);
    }
}
