using System.Net.Http.Headers;

namespace Holdfast.Bench.Runs;

/// <summary>The floor: the same five exchanges with HttpClient and nothing else; then, for the durable floors, ten rows per run.</summary>
internal sealed class BareLoop : Contestant
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Uri url;
    private readonly byte[][] bodies;
    private readonly RowWriter? rows;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });

    public BareLoop(string name, Uri model, byte[][] bodies, RowWriter? rows = null)
        : base(name)
    {
        url = new Uri(model + "/chat/completions");
        this.bodies = bodies;
        this.rows = rows;
    }

    public override async Task RunAsync()
    {
        foreach (var body in bodies)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = Json;
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer none-needed");
            using var response = await http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            _ = await response.Content.ReadAsByteArrayAsync();
        }

        if (rows is not null)
        {
            await rows.WriteAsync(Guid.CreateVersion7());
        }
    }

    public override Task<long> StoredBytesAsync() => rows?.Database.StoredBytesAsync() ?? Task.FromResult(0L);

    public override async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (rows is not null)
        {
            await rows.DisposeAsync();
            await rows.Database.DisposeAsync();
        }
    }
}
