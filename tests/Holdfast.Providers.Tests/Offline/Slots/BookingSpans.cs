using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Tests.Offline.Slots;

/// <summary>Cuts what the readers find into the spans that the booking file labels: a day and a time apart, a first and a last name.</summary>
internal static class BookingSpans
{
    public static IEnumerable<(string Slot, int Start, int End)> Find(Utterance said)
    {
        foreach (var moment in said.Moments)
        {
            switch (moment.Kind)
            {
                case MomentKind.Date:
                    yield return ("date", moment.Start, moment.End);
                    break;
                case MomentKind.Time:
                    yield return ("time", moment.Start, moment.End);
                    break;
                case MomentKind.DateTime or MomentKind.DateTimeRange:
                    foreach (var part in Parts(said, moment))
                    {
                        yield return part;
                    }

                    break;
            }
        }
    }

    public static IEnumerable<(string Slot, int Start, int End)> Names(Utterance said, IReadOnlyList<string> requested)
    {
        var mentions = NameReader.Find(said).Where(mention => mention.Role is not NameRole.With).ToList();
        if (mentions.Count == 0 && (requested.Contains("first_name") || requested.Contains("last_name")) && NameReader.Run(said, 0, anyCase: false) is var end and > 0)
        {
            var role = requested.Count(slot => slot == "last_name") > requested.Count(slot => slot == "first_name") || requested[0] == "last_name" ? NameRole.Last : NameRole.Self;
            mentions.Add(new NameMention(end > 1 ? NameRole.Self : role, 0, end));
        }

        foreach (var mention in mentions)
        {
            var tokens = Enumerable.Range(mention.First, mention.Next - mention.First).Where(index => said.Tokens[index].IsWord).Select(index => said.Tokens[index]).ToList();
            if (mention.Role != NameRole.Last)
            {
                yield return ("first_name", tokens[0].Start, tokens[0].End);
            }

            if (mention.Role == NameRole.Last || tokens.Count > 1)
            {
                yield return ("last_name", tokens[mention.Role == NameRole.Last ? 0 : 1].Start, tokens[^1].End);
            }
        }
    }

    private static IEnumerable<(string Slot, int Start, int End)> Parts(Utterance said, Moment moment)
    {
        var first = said.TokenAt(moment.Start);
        var tokens = new List<Token>();
        for (var index = first; index < said.Tokens.Count && said.Tokens[index].End <= moment.End; index++)
        {
            tokens.Add(said.Tokens[index]);
        }

        var text = said.Text[moment.Start..moment.End];
        var parts = EnglishDates.Find(new TokenText(text), said.Context);
        var split = Enumerable.Range(1, Math.Max(tokens.Count - 1, 0)).Where(cut => tokens[cut - 1].End < tokens[cut].Start).Select(cut => tokens[cut].Start - moment.Start)
            .Select(cut => (cut, left: Whole(text[..cut], said.Context), right: Whole(text[cut..], said.Context)))
            .LastOrDefault(entry => entry.left is not null && entry.right is not null && entry.left != entry.right);
        if (split.left is null)
        {
            yield return ("date", moment.Start, moment.End);
            if (parts.Exists(part => part.Kind == MomentKind.DateTime))
            {
                yield return ("time", moment.Start, moment.End);
            }

            yield break;
        }

        yield return (split.left, moment.Start, moment.Start + split.cut);
        yield return (split.right!, moment.Start + split.cut, moment.End);
    }

    private static string? Whole(string text, DateContext context)
    {
        var trimmed = text.Trim().TrimEnd(',', '-');
        var found = EnglishDates.Find(new TokenText(trimmed), context with { BareHours = true });
        if (found.Count != 1)
        {
            return null;
        }

        return found[0].Kind switch
        {
            MomentKind.Date or MomentKind.DateTimeRange => "date",
            MomentKind.Time => "time",
            _ => null,
        };
    }
}
