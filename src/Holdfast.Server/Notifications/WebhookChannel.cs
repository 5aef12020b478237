using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Notifications;

/// <summary>Posts notices as JSON, signed so that the receiver knows who sent them and when.</summary>
internal sealed class WebhookChannel : INoticeChannel, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WebhookOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    public WebhookChannel(WebhookOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;

        // The address is the operator's; where it points on to is not.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };
    }

    public const string ChannelName = "webhook";

    public string Name => ChannelName;

    public async Task SendAsync(NoticeView notice, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, ServerJson.Wire.NoticeView);
        var seconds = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add("X-Holdfast-Delivery", notice.Id);
        request.Headers.Add("X-Holdfast-Timestamp", seconds);
        request.Headers.Add("X-Holdfast-Signature", Signature(options.Secret, seconds, body));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new NoticeRefusedException($"The webhook answered {(int)response.StatusCode}.");
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new NoticeRefusedException("The webhook does not answer.", e);
        }
    }

    /// <summary>HMAC-SHA256 with the secret over the seconds, a dot and the body.</summary>
    public static string Signature(string secret, string seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(seconds + "."));
        hash.AppendData(body);
        return "sha256=" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => http.Dispose();
}
