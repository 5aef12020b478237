namespace Holdfast.Safety.Guards.Pii;

/// <summary>What a candidate for a telephone number is made of, and how much that alone says.</summary>
internal readonly record struct PhoneForm(int Digits, int Groups, bool Brackets, bool Extension)
{
    /// <summary>Groups that hardly anything but a telephone number has: Russia with its prefix 8, Brazil, and groups of East Asia that the United Kingdom uses, too.</summary>
    private static readonly string[] NationalForms = ["8 ### ### ## ##", "8 ### ###-##-##", "8-###-###-##-##", "8 ### ###-####", "## ####-####", "## #####-####", "###-####-####", "### #### ####"];

    /// <summary>How sure the form alone makes it.</summary>
    public static double Judge(ReadOnlySpan<char> value, PhoneForm shape)
    {
        if (shape.Extension)
        {
            return 0.7;
        }

        if (shape.Brackets && shape.Digits >= 9)
        {
            return 0.6;
        }

        if (shape.Digits >= 11 && (value.StartsWith("00", StringComparison.Ordinal) || (shape.Groups >= 3 && value.StartsWith("011", StringComparison.Ordinal))))
        {
            return 0.6;
        }

        if (NorthAmerican(value) is > 0 and var sure)
        {
            return sure;
        }

        if (IsNationalForm(value))
        {
            return 0.6;
        }

        return value[0] == '0' && shape.Groups is >= 2 and <= 6 && shape.Digits is >= 9 and <= 11 ? 0.5 : 0.3;
    }

    /// <summary>The form of the North American plan: 415-555-2671, 1-415-555-2671, 415/555-2671; neither area nor exchange begins with 0 or 1.</summary>
    private static double NorthAmerican(ReadOnlySpan<char> value)
    {
        var country = value.Length == 14 && value[0] == '1' && !PiiText.IsDigit(value[1]);
        value = country ? value[2..] : value;
        if (value.Length != 12 || value[0] < '2' || value[4] is < '0' or > '9')
        {
            return 0;
        }

        for (var i = 0; i < value.Length; i++)
        {
            if (PiiText.IsDigit(value[i]) == (i is 3 or 7))
            {
                return 0;
            }
        }

        // Spaces alone also part the thousands of an amount and the pieces of other numbers.
        var spaces = value[3] == ' ' && value[7] == ' ';
        return !spaces || country ? 0.7 : value[4] >= '2' ? 0.5 : 0;
    }

    /// <summary>Whether the groups are set as in one of the <see cref="NationalForms"/>.</summary>
    private static bool IsNationalForm(ReadOnlySpan<char> value)
    {
        foreach (var form in NationalForms)
        {
            if (form.Length != value.Length)
            {
                continue;
            }

            var same = true;
            for (var i = 0; i < form.Length && same; i++)
            {
                same = form[i] == '#' ? PiiText.IsDigit(value[i]) : value[i] == form[i];
            }

            if (same)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>16/04/2010, 2010-04-16, 16.04.2010.</summary>
    public static bool IsDate(ReadOnlySpan<char> value)
    {
        if (value.Length is < 8 or > 10)
        {
            return false;
        }

        Span<Range> parts = stackalloc Range[4];
        if (value.SplitAny(parts, "-/.") != 3 || value.ContainsAny(" (+"))
        {
            return false;
        }

        var (first, middle, last) = (value[parts[0]].Length, value[parts[1]].Length, value[parts[2]].Length);
        return middle <= 2 && ((first == 4 && last <= 2) || (first <= 2 && last is 4 or 2));
    }
}
