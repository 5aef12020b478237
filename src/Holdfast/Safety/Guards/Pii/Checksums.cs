namespace Holdfast.Safety.Guards.Pii;

/// <summary>The published checksums of number formats. Each takes the value's letters (upper case) and digits without separators.</summary>
internal static class Checksums
{
    public static bool Luhn(ReadOnlySpan<char> value)
    {
        var sum = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var digit = value[value.Length - 1 - i] - '0';
            if (i % 2 == 1)
            {
                digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            }

            sum += digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>The remainder of ISO 7064 mod 97-10, letters counted as 10 to 35.</summary>
    public static int Mod97(ReadOnlySpan<char> value, int remainder = 0)
    {
        foreach (var c in value)
        {
            remainder = c <= '9' ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + c - 'A' + 10) % 97;
        }

        return remainder;
    }

    /// <summary>The sum of the digits, each times its weight.</summary>
    public static int Weighted(ReadOnlySpan<char> value, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (value[i] - '0') * weights[i];
        }

        return sum;
    }

    public static int Digit(ReadOnlySpan<char> value, int index) => value[index] - '0';

    public static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
        {
            number = (number * 10) + c - '0';
        }

        return number;
    }

    public static bool AllSame(ReadOnlySpan<char> value) => value.IndexOfAnyExcept(value[0]) < 0;

    public static bool IsMonthDay(ReadOnlySpan<char> month, ReadOnlySpan<char> day) => Number(month) is >= 1 and <= 12 and var number && Number(day) >= 1 && Number(day) <= DateTime.DaysInMonth(2000, number);

    private static readonly byte[] VerhoeffD =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 0, 6, 7, 8, 9, 5, 2, 3, 4, 0, 1, 7, 8, 9, 5, 6, 3, 4, 0, 1, 2, 8, 9, 5, 6, 7, 4, 0, 1, 2, 3, 9, 5, 6, 7, 8,
        5, 9, 8, 7, 6, 0, 4, 3, 2, 1, 6, 5, 9, 8, 7, 1, 0, 4, 3, 2, 7, 6, 5, 9, 8, 2, 1, 0, 4, 3, 8, 7, 6, 5, 9, 3, 2, 1, 0, 4, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
    ];

    private static readonly byte[] VerhoeffP =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 5, 7, 6, 2, 8, 3, 0, 9, 4, 5, 8, 0, 3, 7, 9, 6, 1, 4, 2, 8, 9, 1, 6, 0, 4, 3, 5, 2, 7,
        9, 4, 5, 3, 1, 2, 6, 8, 7, 0, 4, 2, 8, 6, 5, 7, 3, 9, 0, 1, 2, 7, 9, 3, 8, 0, 6, 4, 1, 5, 7, 0, 4, 6, 9, 1, 3, 2, 5, 8,
    ];

    public static bool Verhoeff(ReadOnlySpan<char> value)
    {
        var check = 0;
        for (var i = 0; i < value.Length; i++)
        {
            check = VerhoeffD[(check * 10) + VerhoeffP[(i % 8 * 10) + value[value.Length - 1 - i] - '0']];
        }

        return check == 0;
    }

    /// <summary>ISO 7064 mod 11-10, as the German tax number uses it.</summary>
    public static bool Mod11Mod10(ReadOnlySpan<char> value)
    {
        var product = 10;
        foreach (var c in value[..^1])
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == value[^1] - '0';
    }
}
