using System.Collections.Frozen;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Finds how many people are meant: "9 people", "2 adults and one child", "me and 3 others", "a party of 8".</summary>
internal static class PartyReader
{
    private const int Largest = 1_000;

    private static readonly FrozenSet<string> Nouns = (
        "people person persons adults adult children child kids kid guests guest others other friends friend women woman men man couples couple ladies lady teen teens "
        + "sisters sister brothers brother coworkers colleagues colleague seniors senior twins parents sons son daughters daughter babies baby diners pax").Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> Singles = (
        "wife husband partner mom mum dad mother father boss girlfriend boyfriend grandmother grandfather grandson granddaughter son daughter friend brother sister child colleague").Split(' ').ToFrozenSet();

    /// <summary>Finds the first mention of a number of people, or a lone number where one was asked for.</summary>
    public static PartyMention? Find(Utterance said, bool asked)
    {
        PartyMention? bare = null;
        PartyMention? best = null;
        for (var index = 0; index < said.Tokens.Count; index++)
        {
            if (!said.IsUsed(index) && Group(said.Tokens, index) is { } group)
            {
                // In "from 3 people to 4 people" the new number counts.
                best = best is null || said.Tokens.Is(group.First - 1, "to", "for") ? group : best;
                index = group.Next - 1;
                continue;
            }

            if (bare is null && Bare(said, index, asked) is { } lone)
            {
                bare = lone;
            }
        }

        return best ?? bare;
    }

    /// <summary>Reads members joined by "and", commas or "plus".</summary>
    private static PartyMention? Group(TokenText text, int index)
    {
        if (Member(text, index) is not { } first || text.Is(index, "i", "children", "kids", "the"))
        {
            return null;
        }

        var (total, next, count) = (first.Value, first.Next, 1);
        while (true)
        {
            var position = text.Is(next, ",", "and", "plus", "&") ? next + 1 : next;
            position = position > next && text.Is(position, "and") ? position + 1 : position;
            if (position == next || Member(text, position) is not { } member)
            {
                break;
            }

            (total, next, count) = (total + member.Value, member.Next, count + 1);
        }

        // "me" alone is somebody who speaks, not a party.
        var self = text.Is(index, "me", "myself", "my");
        return self && count == 1 ? null : new PartyMention(total, index, next);
    }

    private static Read<int>? Member(TokenText text, int index)
    {
        if (text.Is(index, "me", "myself", "i"))
        {
            return new Read<int>(1, index + 1);
        }

        var determined = text.Is(index, "my", "our", "his", "her", "their", "a", "an", "the");
        var position = determined ? index + 1 : index;
        position = text.Is(position, "lady") && Singles.Contains(text.Word(position + 1)) ? position + 1 : position;
        if (determined && text.Is(position, "couple") && !text.Is(position + 1, "of"))
        {
            return new Read<int>(2, position + 1);
        }

        if (determined && (Singles.Contains(text.Word(position)) || text.Is(position, "man", "woman", "teen", "highchair", "lady", "kid")))
        {
            return new Read<int>(1, position + 1);
        }

        if (determined && text.Is(position, "parents", "twins"))
        {
            return new Read<int>(2, position + 1);
        }

        if (Count(text, position) is { } count && (Nouns.Contains(text.Word(count.Next)) || (text.Is(count.Next, "small", "young", "more") && Nouns.Contains(text.Word(count.Next + 1)))))
        {
            var noun = Nouns.Contains(text.Word(count.Next)) ? count.Next : count.Next + 1;
            return new Read<int>(text.Is(noun, "couples") ? count.Value * 2 : count.Value, noun + 1);
        }

        return !determined && Singles.Contains(text.Word(position)) && text.Is(position - 1, ",", "and") ? new Read<int>(1, position + 1) : null;
    }

    private static PartyMention? Bare(Utterance said, int index, bool asked)
    {
        var text = said.Tokens;
        if (Count(text, index) is not { } count || said.IsUsed(index) || text.Is(count.Next, ":", "/", "am", "pm", "%", "th", "st", "nd", "rd") || Dates.CalendarWords.Month(text.Word(count.Next)) is not null
            || Dates.CalendarWords.Unit(text.Word(count.Next)) is not null || Dates.CalendarWords.Month(text.Word(index - 1)) is not null || (text.Glued(index) && text.Is(index - 1, ":", "/", ".", "-")))
        {
            return null;
        }

        var before = text.Word(index - 1);
        var led = (before is "for" && !text.Is(count.Next, "o'clock", ".") && NotTime(said, index)) || (before is "of" && text.Is(index - 2, "party", "group", "table", "booking", "reservation", "total"))
            || before is "seat" or "seats" or "seating" or "accommodate" || (text.Is(index - 2, "we", "us") && text.Is(index - 1, "are")) || (text.Is(count.Next, "of") && text.Is(count.Next + 1, "us"))
            || (before is "be" && text.Is(index - 2, "will")) || (before is "is" && text.Is(index - 2, "people", "party", "size")) || text.Is(count.Next, "top", "pax") || before is "only" or "just" or "exactly" or "party";
        return led || (asked && !said.Moments.Any(moment => moment.Start <= text[index].Start && moment.End >= text[index].End && moment.Date is not null))
            ? new PartyMention(count.Value, index, count.Next) : null;
    }

    private static bool NotTime(Utterance said, int index) => said.MomentAt(index) is null;

    private static Read<int>? Count(TokenText text, int index) =>
        text.Number(index) is var number and > 0 and < Largest ? new Read<int>(number, index + 1)
        : NumberWords.Small(text, index) is { Value: > 0 } words ? new Read<int>(words.Value, words.Next) : null;
}
