using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>Addresses of crypto wallets: Bitcoin's two forms by their checksums, Ethereum by its form.</summary>
internal static class CryptoRecogniser
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private static readonly SearchValues<string> Starts = SearchValues.Create(["1", "3", "bc1", "0x"], StringComparison.Ordinal);

    public static void Collect(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(Starts);
            if (at < 0)
            {
                return;
            }

            at += from;
            var end = at;
            while (end < text.Length && PiiText.IsWord(text[end]))
            {
                end++;
            }

            var value = text[at..end];
            if ((at == 0 || !PiiText.IsWord(text[at - 1])) && (IsLegacy(value) || IsSegwit(value) || IsEthereum(value)))
            {
                selection.Add(matches, PiiKinds.CryptoWallet, "crypto", at, value.Length, 0.95);
            }

            from = end;
        }
    }

    private static bool IsEthereum(ReadOnlySpan<char> value) => value.Length == 42 && value.StartsWith("0x", StringComparison.Ordinal) && value[2..].IndexOfAnyExcept(SearchValues.Create("0123456789abcdefABCDEF")) < 0;

    private static bool IsLegacy(ReadOnlySpan<char> value)
    {
        if (value.Length is < 26 or > 35 || value[0] is not ('1' or '3'))
        {
            return false;
        }

        var number = BigInteger.Zero;
        foreach (var c in value)
        {
            var digit = Base58.IndexOf(c);
            if (digit < 0)
            {
                return false;
            }

            number = (number * 58) + digit;
        }

        Span<byte> bytes = stackalloc byte[25];
        var size = number.GetByteCount(isUnsigned: true);
        if (size > bytes.Length || !number.TryWriteBytes(bytes[(bytes.Length - size)..], out _, isUnsigned: true, isBigEndian: true))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..]);
    }

    private static bool IsSegwit(ReadOnlySpan<char> value)
    {
        if (value.Length is < 14 or > 90 || !value.StartsWith("bc1", StringComparison.Ordinal))
        {
            return false;
        }

        // The human-readable part "bc", spread as the standard says.
        var check = 1u;
        foreach (var part in (ReadOnlySpan<byte>)[3, 3, 0, 2, 3])
        {
            check = Next(check) ^ part;
        }

        foreach (var c in value[3..])
        {
            var digit = Bech32.IndexOf(c);
            if (digit < 0)
            {
                return false;
            }

            check = Next(check) ^ (uint)digit;
        }

        return check is 1 or 0x2bc830a3;
    }

    private static uint Next(uint check)
    {
        ReadOnlySpan<uint> generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var top = check >> 25;
        check = (check & 0x1ffffff) << 5;
        for (var i = 0; i < generators.Length; i++)
        {
            check ^= ((top >> i) & 1) == 0 ? 0 : generators[i];
        }

        return check;
    }
}
