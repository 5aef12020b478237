using System.Data;
using System.Globalization;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>Calculates numbers with + - * / and parentheses, to two decimals.</summary>
internal static class Sum
{
    public static string Of(string expression)
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        try
        {
            return expression.All(c => char.IsAsciiDigit(c) || "+-*/(). ".Contains(c, StringComparison.Ordinal))
                ? Math.Round(Convert.ToDecimal(table.Compute(expression, null), CultureInfo.InvariantCulture), 2).ToString(CultureInfo.InvariantCulture)
                : throw new ToolException("Only numbers, + - * / and parentheses can be calculated.");
        }
        catch (Exception e) when (e is InvalidExpressionException or ArithmeticException or InvalidCastException)
        {
            throw new ToolException($"'{expression}' cannot be calculated.", e);
        }
    }
}
