namespace Holdfast.Providers;

/// <summary>One provider of models: the configuration section <c>Providers:&lt;name&gt;</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>The name used in tiers, as in <c>name/model</c>.</summary>
    /// <value>Letters, digits, <c>-</c> and <c>_</c>. The key of the configuration section.</value>
    public required string Name { get; init; }

    /// <summary>The protocol.</summary>
    /// <value>Default <see cref="ProviderKind.OpenAI"/>, which most endpoints speak.</value>
    public ProviderKind Kind { get; init; }

    /// <summary>Where the provider listens: with <c>/v1</c> for <see cref="ProviderKind.OpenAI"/>, without it for <see cref="ProviderKind.Anthropic"/>.</summary>
    /// <value>Absolute, http or https. Default null: the provider's public address.</value>
    public Uri? BaseUrl { get; init; }

    /// <summary>The key sent with each request. Appears in no message, log or trace.</summary>
    /// <value>Default null: none is sent, which only local OpenAI-compatible endpoints accept.</value>
    public string? ApiKey { get; init; }

    /// <summary>Finds the providers that the usual environment variables name: <c>OPENAI_API_KEY</c>, <c>OPENAI_BASE_URL</c>,
    /// <c>ANTHROPIC_API_KEY</c>, <c>ANTHROPIC_BASE_URL</c>.</summary>
    /// <param name="variable">Returns a variable's value, or null.</param>
    /// <returns>A provider named <c>openai</c> when its key or base URL is set, and one named <c>anthropic</c> when its key is set.</returns>
    /// <exception cref="HoldfastException">Code <c>provider-configuration</c>: a base URL is not an absolute http or https address.</exception>
    public static IReadOnlyList<ProviderOptions> FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        List<ProviderOptions> providers = [];
        var openAIKey = Value("OPENAI_API_KEY");
        var openAIUrl = Address("OPENAI_BASE_URL");
        if (openAIKey is not null || openAIUrl is not null)
        {
            providers.Add(new() { Name = "openai", Kind = ProviderKind.OpenAI, BaseUrl = openAIUrl, ApiKey = openAIKey });
        }

        if (Value("ANTHROPIC_API_KEY") is { } anthropicKey)
        {
            providers.Add(new() { Name = "anthropic", Kind = ProviderKind.Anthropic, BaseUrl = Address("ANTHROPIC_BASE_URL"), ApiKey = anthropicKey });
        }

        return providers;

        string? Value(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

        Uri? Address(string name) => Value(name) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : throw new HoldfastException("provider-configuration", $"{name} is not an absolute http or https address. Give one such as http://localhost:11434/v1.");
    }

    /// <summary>Returns name, kind and host, never the key.</summary>
    public override string ToString() => $"{Name} ({Kind}, {BaseUrl?.Authority ?? "public address"})";
}
