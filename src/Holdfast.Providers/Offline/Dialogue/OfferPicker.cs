using System.Globalization;
using System.Text.Json;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>Understands which of several offered things is meant: "the first one", "10:30 then", "the one with Ben".</summary>
internal static class OfferPicker
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    public static JsonElement? Pick(IReadOnlyList<JsonElement> offers, Utterance said)
    {
        if (offers.Count == 0)
        {
            return null;
        }

        return ByOrder(offers, said) ?? ByMoment(offers, said) ?? ByWords(offers, said);
    }

    private static JsonElement? ByOrder(IReadOnlyList<JsonElement> offers, Utterance said)
    {
        var text = said.Tokens;
        for (var index = 0; index < Math.Min(text.Count, 30); index++)
        {
            var ordinal = Array.IndexOf(Ordinals, text.Word(index));
            if (ordinal < 0 && text.Number(index) is var number and > 0 && (text.Is(index - 1, "option", "number", "#", "choice") || (text.Count <= 2 && !text.Is(index + 1, "am", "pm", ":"))))
            {
                ordinal = number - 1;
            }

            if (ordinal >= 0 && ordinal < offers.Count && CalendarWords.Unit(text.Word(index + 1)) is null && CalendarWords.Month(text.Word(index + 2)) is null && !text.Is(index + 1, "name"))
            {
                return offers[ordinal];
            }

            if (text.Is(index, "last", "latest") && text.Is(index + 1, "one", "option", "slot", "please", ""))
            {
                return offers[^1];
            }

            if (text.Is(index, "earliest") || (text.Is(index, "any", "either", "whichever") && text.Count <= 6))
            {
                return offers[0];
            }
        }

        return offers.Count == 1 && (Polarity.Of(text) == Answer.Yes || (text.Is(0, "that", "this") && text.Count <= 4)) ? offers[0] : null;
    }

    private static JsonElement? ByMoment(IReadOnlyList<JsonElement> offers, Utterance said)
    {
        var moments = said.Moments.Where(moment => moment.Kind is MomentKind.Date or MomentKind.Time or MomentKind.DateTime).ToList();
        if (moments.Count == 0)
        {
            return null;
        }

        var fitting = offers.Where(offer => moments.TrueForAll(moment => Strings(offer).Any(text => Matches(moment, text)))).ToList();
        return fitting.Count >= 1 && (fitting.Count == 1 || moments.Exists(moment => moment.Time is not null)) ? fitting[0] : null;
    }

    private static JsonElement? ByWords(IReadOnlyList<JsonElement> offers, Utterance said)
    {
        var words = said.Words.Where(word => !StopWords.Has(word) && word.Length > 2).Select(Stemmer.Stem).ToHashSet(StringComparer.Ordinal);
        var ranked = offers.Select(offer => (offer, hits: Strings(offer).SelectMany(ToolMatcher.Words).Select(Stemmer.Stem).Distinct(StringComparer.Ordinal).Count(words.Contains)))
            .OrderByDescending(entry => entry.hits).ToList();
        return ranked[0].hits > 0 && (ranked.Count == 1 || ranked[1].hits < ranked[0].hits) ? ranked[0].offer : null;
    }

    private static bool Matches(Moment moment, string text)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) && text.Length >= 10)
        {
            return (moment.Date is null || moment.Date == DateOnly.FromDateTime(value.DateTime)) && (moment.Time is null || Same(moment, TimeOnly.FromDateTime(value.DateTime)));
        }

        return moment.Date is null && TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var clock) && moment.Time is not null && Same(moment, clock);
    }

    private static bool Same(Moment moment, TimeOnly clock) =>
        moment.Time == clock || (moment.HalfOpen && moment.Time!.Value.Hour % 12 == clock.Hour % 12 && moment.Time.Value.Minute == clock.Minute);

    private static IEnumerable<string> Strings(JsonElement offer) => offer.ValueKind switch
    {
        JsonValueKind.String => [offer.GetString()!],
        JsonValueKind.Object => offer.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String).Take(20).Select(property => property.Value.GetString()!),
        _ => [],
    };
}
