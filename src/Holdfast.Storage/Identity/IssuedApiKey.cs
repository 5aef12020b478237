namespace Holdfast.Storage.Identity;

/// <summary>A key that was just made: the only moment at which it can be read.</summary>
/// <param name="Key">What is stored of it.</param>
/// <param name="Secret">The key itself, which its bearer sends. Show it once; it is kept nowhere.</param>
public sealed record IssuedApiKey(ApiKey Key, string Secret)
{
    /// <summary>Returns the beginning of the key, never the key.</summary>
    public override string ToString() => $"{Key.Prefix}… ({Key.Name})";
}
