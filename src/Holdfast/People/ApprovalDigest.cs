using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.People;

/// <summary>What a decision is bound to: SHA-256 over what would be executed, for whom and where. Whatever of it changes, the decision no longer holds.</summary>
internal static class ApprovalDigest
{
    /// <summary>The digest of one call of a run, in lower-case hexadecimal.</summary>
    /// <param name="principal">Who the agent acts for.</param>
    /// <param name="session">The session.</param>
    /// <param name="run">The run; <see cref="Guid.Empty"/> for an action of the session, whichever run makes it.</param>
    /// <param name="call">The call's id; empty for an action.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">The arguments; compared by their meaning, not by their spelling.</param>
    public static string Of(Principal principal, Guid session, Guid run, string call, string tool, JsonElement arguments)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in (ReadOnlySpan<string>)[principal.Tenant, principal.User, session.ToString("N"), run.ToString("N"), call, tool, Canonical(arguments)])
        {
            // With its length before it, no part can pass for the end of another.
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The same text for the same value: members in order, numbers and texts in one spelling, no white space.</summary>
    public static string Canonical(JsonElement value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var member in value.EnumerateObject().OrderBy(static m => m.Name, StringComparer.Ordinal))
                {
                    Write(member.Name, text);
                    text.Append(':');
                    Write(member.Value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                Write(value.GetString()!, text);
                break;
            case JsonValueKind.Number:
                // 1, 1.0 and 1e0 are one value. Beyond what a decimal holds exactly, the spelling counts.
                text.Append(value.TryGetDecimal(out var number) && IsExact(value.GetRawText()) ? (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : value.GetRawText());
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static bool IsExact(string number) => number.Count(char.IsAsciiDigit) <= 20 && !number.AsSpan().ContainsAny('e', 'E');

    private static void Write(string value, StringBuilder text) => text.Append(value.Length).Append('"').Append(value).Append('"');
}
