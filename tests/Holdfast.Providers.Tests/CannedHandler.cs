using System.Net;

namespace Holdfast.Providers.Tests;

/// <summary>Answers every request with the same bytes, handed out in pieces, and keeps what was sent.</summary>
internal sealed class CannedHandler(byte[] body, string contentType = "application/json", int status = 200) : HttpMessageHandler
{
    public int PieceSize { get; init; } = int.MaxValue;

    /// <summary>How many bytes come before the end.</summary>
    public int CutAt { get; init; } = int.MaxValue;

    /// <summary>Whether the connection breaks at the cut; else the body just ends there.</summary>
    public bool Breaks { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public List<string> RequestBodies { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        RequestBodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StreamContent(new PieceStream(body.AsMemory(0, Math.Min(CutAt, body.Length)), PieceSize, Breaks)),
            RequestMessage = request,
        };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
