namespace Holdfast.Providers.Wire;

/// <summary>A provider's key as it comes from configuration.</summary>
internal static class ProviderKey
{
    /// <summary>Returns the key without surrounding space, or null when there is none.</summary>
    /// <exception cref="ArgumentException">It cannot stand in a header; the message does not quote it.</exception>
    public static string? Check(string? apiKey)
    {
        var key = apiKey?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            return null;
        }

        return key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw new ArgumentException("The provider's key holds a space, a line break or a non-ASCII character. Copy it again.", nameof(apiKey))
            : key;
    }
}
