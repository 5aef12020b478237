namespace Holdfast.Providers.Tests.MockModel;

/// <summary>An official SDK as a client of the mock, its own retries off.</summary>
public abstract class SdkClient(Uri baseUrl, string? fault, string key)
{
    protected Uri BaseUrl { get; } = baseUrl;

    protected string Key { get; } = key;

    public static TheoryData<string, bool> All { get; } = new()
    {
        { "chat", false }, { "chat", true }, { "responses", false }, { "responses", true }, { "messages", false }, { "messages", true },
    };

    public static SdkClient Of(string protocol, Uri baseUrl, string? fault = null, string key = "key") => protocol switch
    {
        "chat" => new OpenAIChatSdk(baseUrl, fault, key),
        "responses" => new OpenAIResponsesSdk(baseUrl, fault, key),
        _ => new AnthropicSdk(baseUrl, fault, key),
    };

    public abstract Task<Reading> ReadAsync(Exchange exchange, bool streaming, CancellationToken cancellationToken);

    public abstract int? StatusOf(Exception exception);

    protected HttpClient Http()
    {
        var http = new HttpClient();
        if (fault is not null)
        {
            http.DefaultRequestHeaders.Add("x-mock-fault", fault);
        }

        return http;
    }
}
