using System.Globalization;
using System.Net.Http.Headers;

namespace Holdfast.Providers.Wire;

/// <summary>How long a provider asks to wait, out of the headers in use.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Returns the delay, between zero and one day, or null when the provider names none.</summary>
    /// <param name="headers">The response's headers.</param>
    /// <param name="now">The clock, for a date where the response carries no date of its own.</param>
    public static TimeSpan? Of(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Text(headers, "retry-after-ms") is { } text
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && double.IsFinite(milliseconds))
        {
            return Bounded(milliseconds);
        }

        if (Text(headers, "retry-after") is { } after)
        {
            if (double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds))
            {
                return Bounded(seconds * 1000);
            }

            // Both dates come from the provider's clock, so that ours need not agree with it.
            if (DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            {
                return Bounded((date - (headers.Date ?? now)).TotalMilliseconds);
            }
        }

        return Reset(headers, "requests") ?? Reset(headers, "tokens");
    }

    // x-ratelimit-reset-* counts for the limit that is used up; the other one may be hours away and of no concern.
    private static TimeSpan? Reset(HttpResponseHeaders headers, string limit) =>
        Text(headers, "x-ratelimit-remaining-" + limit) == "0" && Text(headers, "x-ratelimit-reset-" + limit) is { } text ? Duration(text) : null;

    // A duration such as 1h2m, 6m0s, 1.5s or 120ms.
    private static TimeSpan? Duration(ReadOnlySpan<char> text)
    {
        var milliseconds = 0.0;
        while (text.Length > 0)
        {
            var digits = text.IndexOfAnyExceptInRange('.', '9');
            if (digits <= 0 || !double.TryParse(text[..digits], NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            text = text[digits..];
            var unit = text.StartsWith("ms", StringComparison.Ordinal) ? 1 : text[0] switch { 's' => 1000, 'm' => 60_000, 'h' => 3_600_000, _ => 0 };
            if (unit == 0)
            {
                return null;
            }

            milliseconds += number * unit;
            text = text[(unit == 1 ? 2 : 1)..];
        }

        return Bounded(milliseconds);
    }

    private static TimeSpan Bounded(double milliseconds) => TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, Longest.TotalMilliseconds));

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString().Trim() : null;
}
