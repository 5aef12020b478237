using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Holdfast.Json;

/// <summary>A JSON number with its exact decimal value, however large or precise it is written.</summary>
/// <remarks>
/// The value is the sign times <c>0.d1d2d3… × 10^exponent</c> with no zero at either end of the digits. Up to 18 digits with up to 18 places
/// on either side of the point are also held as an integer and a scale, which is what nearly every number needs.
/// </remarks>
internal readonly struct JsonNumber
{
    private const int SmallDigits = 18;
    private const long ExponentLimit = 1L << 60;

    private readonly byte[]? _digits;
    private readonly long _exponent;
    private readonly bool _negative;
    private readonly bool _small;
    private readonly long _mantissa;
    private readonly int _scale;

    private JsonNumber(ReadOnlySpan<byte> raw)
    {
        _negative = raw[0] == '-';
        if (_negative)
            raw = raw[1..];
        var written = 0L;
        var e = raw.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            written = Exponent(raw[(e + 1)..]);
            raw = raw[..e];
        }

        var point = raw.IndexOf((byte)'.');
        var places = point < 0 ? 0 : raw.Length - point - 1;
        if (e < 0 && raw.Length <= SmallDigits)
        {
            foreach (var unit in raw)
            {
                if (unit != '.')
                    _mantissa = (_mantissa * 10) + (unit - '0');
            }

            _small = true;
            _scale = places;
            _mantissa = _negative ? -_mantissa : _mantissa;
            return;
        }

        var digits = new byte[point < 0 ? raw.Length : raw.Length - 1];
        (point < 0 ? raw : raw[..point]).CopyTo(digits);
        if (point >= 0)
            raw[(point + 1)..].CopyTo(digits.AsSpan(point));
        var significant = digits.AsSpan().TrimStart((byte)'0');
        _exponent = written + significant.Length - places;
        _digits = significant.TrimEnd((byte)'0').ToArray();
        if (_digits.Length == 0)
        {
            _exponent = 0;
            _negative = false;
        }
    }

    private JsonNumber(bool negative, byte[] digits, long exponent)
    {
        _negative = negative && digits.Length > 0;
        _digits = digits;
        _exponent = exponent;
    }

    public bool IsPositive => _small ? _mantissa > 0 : _digits!.Length > 0 && !_negative;

    public bool IsNegative => _small ? _mantissa < 0 : _negative;

    /// <summary>Whether the value has no fraction: 1.0 and 1e3 are integers.</summary>
    public bool IsInteger => _small ? _scale == 0 || _mantissa % (long)Power(_scale) == 0 : _digits!.Length <= _exponent || _digits.Length == 0;

    public static JsonNumber Of(JsonElement number) => new(JsonMarshal.GetRawUtf8Value(number));

    /// <summary>The value as a count, capped at <see cref="int.MaxValue"/>; null where it is negative or has a fraction.</summary>
    public int? ToCount()
    {
        if (IsNegative || !IsInteger)
            return null;
        if (_small)
            return (int)Math.Min(_mantissa / (long)Power(_scale), int.MaxValue);
        if (_exponent > SmallDigits)
            return int.MaxValue;
        var value = 0L;
        for (var i = 0; i < _exponent; i++)
            value = (value * 10) + (i < _digits!.Length ? _digits[i] - '0' : 0);
        return (int)Math.Min(value, int.MaxValue);
    }

    public static int Compare(JsonNumber left, JsonNumber right)
    {
        if (left._small && right._small)
        {
            var common = Math.Max(left._scale, right._scale);
            return (left._mantissa * Power(common - left._scale)).CompareTo(right._mantissa * Power(common - right._scale));
        }

        left = left.Widen();
        right = right.Widen();
        var (a, b) = (left.Sign(), right.Sign());
        if (a != b || a == 0)
            return a.CompareTo(b);
        var magnitude = left._exponent != right._exponent
            ? left._exponent.CompareTo(right._exponent)
            : left._digits.AsSpan().SequenceCompareTo(right._digits);
        return a * Math.Sign(magnitude);
    }

    public bool IsMultipleOf(JsonNumber divisor)
    {
        if (_small && divisor._small)
        {
            var common = Math.Max(_scale, divisor._scale);
            return _mantissa * Power(common - _scale) % (divisor._mantissa * Power(common - divisor._scale)) == 0;
        }

        var value = Widen();
        var unit = divisor.Widen();
        if (value._digits!.Length == 0)
            return true;
        var shift = value._exponent - value._digits.Length - (unit._exponent - unit._digits!.Length);
        // The digits of the value do not end in zero, so they cannot divide by a multiple of ten.
        if (shift < 0)
            return false;
        var modulus = Remainder(unit._digits, BigInteger.Zero);
        return (Remainder(value._digits, modulus) * BigInteger.ModPow(10, shift, modulus) % modulus).IsZero;
    }

    public override int GetHashCode()
    {
        var number = Widen();
        var hash = default(HashCode);
        hash.Add(number._negative);
        hash.Add(number._exponent);
        hash.AddBytes(number._digits);
        return hash.ToHashCode();
    }

    // Eighteen digits at a time, so that a very long number costs linear time; a zero modulus gives the number itself.
    private static BigInteger Remainder(ReadOnlySpan<byte> digits, BigInteger modulus)
    {
        var result = BigInteger.Zero;
        while (!digits.IsEmpty)
        {
            var take = Math.Min(SmallDigits, digits.Length);
            var chunk = 0L;
            foreach (var digit in digits[..take])
                chunk = (chunk * 10) + (digit - '0');
            result = (result * (BigInteger)Power(take)) + chunk;
            if (!modulus.IsZero)
                result %= modulus;
            digits = digits[take..];
        }

        return result;
    }

    private static long Exponent(ReadOnlySpan<byte> raw)
    {
        var negative = raw[0] == '-';
        var value = 0L;
        foreach (var unit in raw.TrimStart("+-"u8))
            value = Math.Min(ExponentLimit, (value * 10) + (unit - '0'));
        return negative ? -value : value;
    }

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (; exponent > 0; exponent--)
            power *= 10;
        return power;
    }

    private int Sign() => _digits!.Length == 0 ? 0 : _negative ? -1 : 1;

    private JsonNumber Widen()
    {
        if (!_small)
            return this;
        if (_mantissa == 0)
            return new JsonNumber(negative: false, [], 0);
        Span<byte> buffer = stackalloc byte[20];
        Math.Abs(_mantissa).TryFormat(buffer, out var length);
        var digits = buffer[..length];
        return new JsonNumber(_mantissa < 0, digits.TrimEnd((byte)'0').ToArray(), length - _scale);
    }
}
