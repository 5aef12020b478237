using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Providers.Offline.Dialogue;

namespace Holdfast.Providers.Offline;

/// <summary>A short digest of a call, so that its id is the same whenever the same decision is made.</summary>
internal static class Fingerprint
{
    public static string Of(Decision decision)
    {
        var text = new StringBuilder(decision.Tool!.Name);
        foreach (var (name, value) in decision.Arguments)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{name}={value.GetRawText()}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 6));
    }
}
