using System.Globalization;

namespace Holdfast.Server.Wire;

/// <summary>Reads the query of a request; an unknown or repeated parameter is refused, so that a misspelt condition is not ignored.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection query;

    /// <summary>Takes a query with none but these parameters.</summary>
    /// <exception cref="HoldfastException"><c>invalid-query</c>.</exception>
    public QueryReader(IQueryCollection query, params ReadOnlySpan<string> names)
    {
        this.query = query;
        foreach (var (name, values) in query)
        {
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new RequestFault("invalid-query", $"The parameter '{Shown(name)}' is not known here. Use {string.Join(", ", names!)}.", Shown(name));
            }

            if (values.Count > 1)
            {
                throw new RequestFault("invalid-query", $"The parameter '{name}' is given {values.Count} times; give it once.", name);
            }
        }
    }

    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    public Guid? Id(string name) => Text(name) is not { } text ? null
        : Guid.TryParseExact(text, "N", out var id) || Guid.TryParseExact(text, "D", out id) ? id : throw Fault(name, text, "32 hexadecimal digits");

    public DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time : throw Fault(name, text, "a time such as 2026-03-30T10:00:00Z");

    public int? Number(string name, int least, int most) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value : throw Fault(name, text, $"a whole number from {least} to {most}");

    public decimal? Amount(string name) => Text(name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 1_000_000_000
            ? value : throw Fault(name, text, "an amount in USD such as 0.05");

    public double? Share(string name) => Text(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 1
            ? value : throw Fault(name, text, "a number from 0 to 1");

    public T? Choice<T>(string name)
        where T : struct, Enum => Text(name) is not { } text ? null
        : WireName.TryParse<T>(text, out var value) ? value : throw Fault(name, text, "one of " + string.Join(", ", WireName.All<T>()));

    public RequestFault Fault(string name, string text, string valid) => new("invalid-query", $"{name} is '{Shown(text)}'; give {valid}.", name);

    private static string Shown(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
