using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Server.Configuration;

/// <summary>Reads single keys; what cannot be read becomes a fault and the default stays.</summary>
internal sealed class KeyReader(IConfiguration configuration, Faults faults)
{
    public string? Text(string key) => configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public bool Flag(string key, bool fallback) => Text(key) is not { } text ? fallback
        : bool.TryParse(text, out var value) ? value : Fault(key, $"'{text}' is not true or false.", fallback);

    public int Number(string key, int fallback) => Text(key) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : Fault(key, $"'{text}' is not a whole number.", fallback);

    public TimeSpan Seconds(string key, TimeSpan fallback) => Text(key) is not { } text ? fallback
        : double.TryParse(text, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1e9 ? TimeSpan.FromSeconds(value) : Fault(key, $"'{text}' is not a number of seconds.", fallback);

    public decimal? Price(string key) => Text(key) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value
        : Fault<decimal?>(key, $"'{text}' is not a price: give USD per million tokens, such as 0.25.", null);

    public T Choice<T>(string key, T fallback)
        where T : struct, Enum => Text(key) is not { } text ? fallback
        : Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0]) && Enum.IsDefined(value) ? value
        : Fault(key, $"'{text}' is unknown. Use {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}.", fallback);

    /// <summary>A list: a JSON array, numbered keys, or one text with commas or semicolons.</summary>
    public IReadOnlyList<string>? List(string key)
    {
        var section = configuration.GetSection(key);
        var items = section.GetChildren().Select(child => child.Value ?? "").ToList();
        items = items.Count > 0 || section.Value is null ? items : [.. section.Value.Split([',', ';'])];
        items = [.. items.Select(item => item.Trim()).Where(item => item.Length > 0)];
        return items.Count == 0 ? null : items;
    }

    public IEnumerable<string> Names(string key) => configuration.GetSection(key).GetChildren().Select(child => child.Key);

    /// <summary>A section takes these keys and no others: a misspelt one is a fault, not a silent default.</summary>
    public void Only(string section, params ReadOnlySpan<string> keys)
    {
        foreach (var name in Names(section))
        {
            if (!keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                faults.Add($"{section}:{name}", $"There is no such key. Use {string.Join(", ", keys!)}.");
            }
        }
    }

    private T Fault<T>(string key, string fault, T fallback)
    {
        faults.Add(key, fault);
        return fallback;
    }
}
