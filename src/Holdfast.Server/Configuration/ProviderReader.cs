using Holdfast.Providers;

namespace Holdfast.Server.Configuration;

/// <summary>Reads <c>Providers</c> and adds those that the usual environment variables name.</summary>
internal static class ProviderReader
{
    public static IReadOnlyList<ProviderOptions> Read(KeyReader keys, Faults faults, Func<string, string?> variable)
    {
        IReadOnlyList<ProviderOptions> found = [];
        try
        {
            found = ProviderOptions.FromEnvironment(variable);
        }
        catch (HoldfastException e)
        {
            faults.Add("Environment", e.Message);
        }

        var configured = keys.Names("Providers").Select(name => ReadOne(keys, faults, name, found.FirstOrDefault(f => f.Name == name))).ToList();
        return [.. configured, .. found.Where(f => configured.All(c => c.Name != f.Name))];
    }

    private static ProviderOptions ReadOne(KeyReader keys, Faults faults, string name, ProviderOptions? found)
    {
        var section = $"Providers:{name}";
        keys.Only(section, "Kind", "BaseUrl", "ApiKey");
        Uri? url = null;
        if (keys.Text($"{section}:BaseUrl") is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https"))
        {
            faults.Add($"{section}:BaseUrl", $"'{text}' is not an absolute http or https address, such as http://localhost:11434/v1.");
        }

        var kind = string.Equals(name, "anthropic", StringComparison.OrdinalIgnoreCase) ? ProviderKind.Anthropic : ProviderKind.OpenAI;
        return new()
        {
            Name = name,
            Kind = keys.Choice($"{section}:Kind", found?.Kind ?? kind),
            BaseUrl = url ?? found?.BaseUrl,
            ApiKey = keys.Text($"{section}:ApiKey") ?? found?.ApiKey,
        };
    }
}
