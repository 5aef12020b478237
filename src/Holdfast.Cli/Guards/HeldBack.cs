using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Cli.Guards;

/// <summary>Which rows of the development data may be used for tuning. The rest is only measured.</summary>
internal static class HeldBack
{
    /// <summary>Whether a row is held back: half of them, by a hash of what the row is about, so that variants of one value stay together.</summary>
    public static bool Contains(string key) => Share(key) >= 0.5;

    /// <summary>Where a row lies between 0 and 1, by a hash of what it is about.</summary>
    public static double Share(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] / 256.0;

    /// <summary>The first eight letters and digits of a value, which its variants and near misses share.</summary>
    public static string Stem(string value) => string.Concat(value.Where(char.IsAsciiLetterOrDigit).Take(8)).ToLowerInvariant();
}
