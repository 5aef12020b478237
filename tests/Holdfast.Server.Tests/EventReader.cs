namespace Holdfast.Server.Tests;

/// <summary>Reads server-sent events as they come. Disposing it cuts the connection.</summary>
public sealed class EventReader(HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly StreamReader reader = new(stream);

    public HttpResponseMessage Response => response;

    public List<string> Comments { get; } = [];

    /// <summary>The next event, or null at the end.</summary>
    public async Task<ServerEvent?> NextAsync()
    {
        string? id = null, kind = null, data = null;
        while (await reader.ReadLineAsync(RunningServer.Token) is { } line)
        {
            if (line.Length == 0 && data is not null)
            {
                return new ServerEvent(id, kind, data);
            }

            if (line.StartsWith(':')) { Comments.Add(line); }
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) { id = line[4..]; }
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) { kind = line[7..]; }
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) { data = line[6..]; }
        }

        return null;
    }

    public async Task<List<ServerEvent>> RestAsync()
    {
        var rest = new List<ServerEvent>();
        while (await NextAsync() is { } next)
        {
            rest.Add(next);
        }

        return rest;
    }

    /// <summary>Reads the next comment line.</summary>
    public async Task<string?> NextCommentAsync()
    {
        while (await reader.ReadLineAsync(RunningServer.Token) is { } line)
        {
            if (line.StartsWith(':'))
            {
                return line;
            }
        }

        return null;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
