namespace Holdfast.Providers.Wire;

/// <summary>The addresses of a provider's calls.</summary>
internal static class ProviderAddress
{
    /// <summary>Appends a path to a base address and keeps its query.</summary>
    public static Uri Of(Uri baseUrl, string path)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        if (!baseUrl.IsAbsoluteUri || baseUrl.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("A provider's base URL must be an absolute http or https address.", nameof(baseUrl));
        }

        return new UriBuilder(baseUrl) { Path = $"{baseUrl.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;
    }

    /// <summary>Returns the address without user, password and query, which may hold keys.</summary>
    public static Uri WithoutSecrets(Uri url) => new(url.GetLeftPart(UriPartial.Path).Replace(url.UserInfo + "@", "", StringComparison.Ordinal));
}
