using System.Globalization;
using System.Text.Json;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>Puts a chosen offer into the parameters that it can fill.</summary>
internal static class OfferFiller
{
    /// <summary>Fills the parameters; false when the offer fits none of them.</summary>
    public static bool Fill(ToolModel tool, SlotTable slots, JsonElement offer, TimeZoneInfo zone)
    {
        if (offer.ValueKind != JsonValueKind.Object)
        {
            return Scalar(tool, slots, offer, zone);
        }

        var filled = false;
        foreach (var property in offer.EnumerateObject().Where(property => property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number))
        {
            var parameter = tool.Find(property.Name) ?? Momentary(tool, property, zone) ?? tool.Parameters.FirstOrDefault(candidate => candidate.Words.Contains(property.Name.ToLowerInvariant()) && candidate.Kind is not ParameterKind.PersonName);
            if (parameter is null)
            {
                continue;
            }

            filled |= MomentOf(property.Value, zone) is { } moment && parameter.Kind is ParameterKind.Date or ParameterKind.Time or ParameterKind.DateTime
                ? Apply(parameter, slots, moment, zone)
                : Set(parameter, slots, property.Value);
        }

        return filled;
    }

    private static Parameter? Momentary(ToolModel tool, JsonProperty property, TimeZoneInfo zone) =>
        MomentOf(property.Value, zone) is { Time: not null } && property.Name.ToLowerInvariant() is "start" or "time" or "slot" or "starts_at" or "begin"
            ? tool.Parameters.FirstOrDefault(parameter => parameter.Kind == ParameterKind.DateTime) : null;

    private static bool Scalar(ToolModel tool, SlotTable slots, JsonElement offer, TimeZoneInfo zone)
    {
        if (MomentOf(offer, zone) is { } moment)
        {
            var target = tool.Parameters.FirstOrDefault(parameter => parameter.Kind == ParameterKind.DateTime)
                ?? tool.Parameters.FirstOrDefault(parameter => parameter.Kind == (moment.Date is null ? ParameterKind.Time : ParameterKind.Date));
            return target is not null && Apply(target, slots, moment, zone);
        }

        var text = tool.Parameters.FirstOrDefault(parameter => parameter.Choices.Contains(offer.ToString(), StringComparer.OrdinalIgnoreCase))
            ?? tool.Parameters.FirstOrDefault(parameter => parameter.Required && parameter.Kind is ParameterKind.Text or ParameterKind.Choice or ParameterKind.Id);
        return text is not null && Set(text, slots, offer);
    }

    private static bool Apply(Parameter parameter, SlotTable slots, Moment moment, TimeZoneInfo zone)
    {
        DateSlots.Apply(parameter, slots, moment, zone);
        return true;
    }

    private static bool Set(Parameter parameter, SlotTable slots, JsonElement value)
    {
        slots.Set(parameter, value.Clone());
        return true;
    }

    private static Moment? MomentOf(JsonElement value, TimeZoneInfo zone)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new Moment(MomentKind.Date, 0, 0) { Date = date };
        }

        if (text.Length >= 16 && text[10] is 'T' or ' ' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            var offset = text.EndsWith('Z') || text.IndexOfAny(['+', '-'], 11) > 0;
            var local = offset ? TimeZoneInfo.ConvertTime(moment, zone).DateTime : moment.DateTime;
            return new Moment(MomentKind.DateTime, 0, 0) { Date = DateOnly.FromDateTime(local), Time = TimeOnly.FromDateTime(local) };
        }

        return text.Length is 5 or 8 && TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var clock) ? new Moment(MomentKind.Time, 0, 0) { Time = clock } : null;
    }
}
