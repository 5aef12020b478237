using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Storage.Identity;

/// <summary>The keys themselves: 256 random bits, so that their plain SHA-256 gives nothing away.</summary>
internal static class ApiKeySecret
{
    private const string Mark = "hf_";
    private const int ShownLength = 11;

    public static string Create() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static string Prefix(string key) => key[..ShownLength];
}
