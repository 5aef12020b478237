using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Holdfast.Models;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.OpenAI;

/// <summary>Talks to OpenAI's embeddings API and to every endpoint compatible with it.</summary>
/// <remarks>Tries each call once: retries belong to the caller. Safe for concurrent use; disposing does nothing, for the HTTP client is the caller's.</remarks>
public sealed class OpenAIEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int LargestAnswer = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpMessageInvoker http;
    private readonly Uri url;
    private readonly string? key;
    private readonly string model;
    private readonly TimeProvider time;
    private readonly ProviderFailures failures;

    /// <summary>Creates a generator.</summary>
    /// <param name="http">What to send with.</param>
    /// <param name="baseUrl">The address that <c>/embeddings</c> is added to, with <c>/v1</c>. A query is kept.</param>
    /// <param name="apiKey">The key, or null to send none.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <exception cref="ArgumentException">The address is relative or not http(s), or the key holds characters that no header can.</exception>
    public OpenAIEmbeddingGenerator(HttpMessageInvoker http, Uri baseUrl, string? apiKey, string model, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        this.http = http;
        this.model = model;
        this.time = time ?? TimeProvider.System;
        url = ProviderAddress.Of(baseUrl, "embeddings");
        key = ProviderKey.Check(apiKey);
        failures = new ProviderFailures("openai", model, key, this.time);
    }

    /// <inheritdoc/>
    /// <exception cref="ModelException">The call failed; its category says how.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var texts = values.ToList();
        using var timeout = new CancellationTokenSource(Patience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Body(texts) };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            var answer = await ReadAsync(response, patience.Token);
            return response.IsSuccessStatusCode ? Read(answer, texts.Count) : throw failures.FromResponse(response, answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw failures.FromTransport(e, default);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ByteArrayContent Body(List<string> texts)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteStartArray("input");
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
            writer.WriteString("encoding_format", "float");
            writer.WriteEndObject();
        }

        return new ByteArrayContent(buffer.WrittenSpan.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[81_920];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            answer.Write(buffer, 0, count);
            if (answer.Length > LargestAnswer)
            {
                throw failures.TooLarge(LargestAnswer, default);
            }
        }

        return answer.ToArray();
    }

    /// <summary>The vectors in the order of the texts, whatever the order of the answer.</summary>
    private GeneratedEmbeddings<Embedding<float>> Read(byte[] answer, int count)
    {
        var vectors = new Embedding<float>?[count];
        try
        {
            using var json = JsonDocument.Parse(answer);
            var position = 0;
            foreach (var item in json.RootElement.GetProperty("data").EnumerateArray())
            {
                var index = item.TryGetProperty("index", out var at) ? at.GetInt32() : position;
                vectors[index] = new Embedding<float>(item.GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle()).ToArray()) { ModelId = model };
                position++;
            }

            return vectors.All(vector => vector is not null) ? new([.. vectors.OfType<Embedding<float>>()]) { Usage = UsageOf(json.RootElement) } : throw new JsonException($"there are {vectors.Count(v => v is not null)} vectors for {count} texts.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw failures.Malformed(e as JsonException ?? new JsonException("it is no list of vectors.", e), default);
        }
    }

    private static UsageDetails? UsageOf(JsonElement answer) =>
        answer.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty("prompt_tokens", out var tokens)
        && tokens.ValueKind == JsonValueKind.Number && tokens.TryGetInt64(out var count)
            ? new UsageDetails { InputTokenCount = count } : null;
}
