namespace Holdfast.Bench.Runs;

/// <summary>Keeps the bodies of the requests that pass, for the floors to send the very same bytes.</summary>
internal sealed class RecordedExchanges() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    public List<byte[]> Bodies { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Bodies.Add(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>Records the five requests of one run.</summary>
    public static async Task<byte[][]> OfOneRunAsync(Uri model)
    {
        using var recorder = new RecordedExchanges();
        using var http = new HttpClient(recorder);
        await using var runs = await HoldfastRuns.StartAsync("recorded", model, write: false, database: null, http);
        await runs.RunAsync();
        return [.. recorder.Bodies];
    }
}
