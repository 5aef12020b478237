using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>Which record of approvals a call counts in: of the tenant, the agent, the tool, the rule and a range of the argument that the rule looks at.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Range">The range, in words.</param>
/// <param name="Amount">The number in it, or null where the rule looks at none.</param>
internal sealed record EarnedRange(Guid Id, string Range, decimal? Amount)
{
    /// <summary>Stores keep millionths in 64 bits.</summary>
    private const decimal Largest = 1_000_000_000_000m;

    private const int Decimals = 6;

    /// <summary>The record, or null where the call counts in none: its rule earns nothing, or its value is none that can be counted.</summary>
    public static EarnedRange? Of(PolicyRule rule, PolicyCall call, string tenant, string agent)
    {
        if (rule.EarnsAfter is null)
        {
            return null;
        }

        var range = "any";
        decimal? amount = null;
        if (rule.Argument is { } name)
        {
            if (!call.Arguments.TryGetProperty(name, out var value))
            {
                return null;
            }

            if (rule.LooksAtNumber)
            {
                if (NumberOf(value) is not { } number)
                {
                    return null;
                }

                var (low, high) = BandOf(number);
                amount = number;
                range = $"{name} {Shown(low)} to {Shown(high)}";
            }
            else
            {
                var folded = Words.Fold(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
                range = $"{name} {rule.In!.First(v => Words.Fold(v) == folded)}";
            }
        }

        return new EarnedRange(IdOf(rule, tenant, agent, call.Tool.Name, range), range, amount);
    }

    /// <summary>The id of a record: another one as soon as the rule looks at anything else.</summary>
    public static Guid IdOf(PolicyRule rule, string tenant, string agent, string tool, string range)
    {
        // With its length before it, no part can pass for the end of another.
        var key = string.Concat(new[] { tenant, agent, tool, rule.Name, rule.Conditions, range }.Select(static part => $"{part.Length}:{part}"));
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
    }

    /// <summary>The band of a number: from 1, 2 or 5 times a power of ten to the next of these, so that small amounts earn nothing for large ones.</summary>
    public static (decimal Low, decimal High) BandOf(decimal number)
    {
        var size = Math.Abs(number);
        if (size == 0)
        {
            return (0, 0);
        }

        var unit = 1m;
        while (unit > size)
        {
            unit /= 10;
        }

        while (unit * 10 <= size)
        {
            unit *= 10;
        }

        var (low, high) = size >= 5 * unit ? (5 * unit, 10 * unit) : size >= 2 * unit ? (2 * unit, 5 * unit) : (unit, 2 * unit);
        return number > 0 ? (low, high) : (-high, -low);
    }

    public static string Shown(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static decimal? NumberOf(JsonElement value)
    {
        decimal number;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out number),
            JsonValueKind.String => decimal.TryParse(value.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number),
            _ => (number = 0) != 0,
        };
        return isNumber && Math.Abs(number) <= Largest && decimal.Round(number, Decimals) == number ? number : null;
    }
}
