using System.Globalization;
using Holdfast.Journal;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Traces;

/// <summary>Where a page of a search ended: the time and the id of its last run. Pages neither repeat nor miss runs while others are added.</summary>
internal static class TraceCursor
{
    public static string Of(RunRow last) => $"{(last.AcceptedAt - DateTimeOffset.UnixEpoch).Ticks:x}-{WireId.Of(last.Id)}";

    public static (DateTimeOffset Before, Guid Id)? Read(QueryReader query)
    {
        if (query.Text("cursor") is not { } text)
        {
            return null;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && long.TryParse(text.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            && ticks >= 0 && ticks <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks && Guid.TryParseExact(text.AsSpan(dash + 1), "N", out var id)
            ? (DateTimeOffset.UnixEpoch.AddTicks(ticks), id)
            : throw query.Fault("cursor", text, "the value of next from an earlier page");
    }
}
