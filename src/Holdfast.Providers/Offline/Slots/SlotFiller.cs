using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Fills a tool's parameters from one message. Values with a shape of their own come first, free text takes what is left.</summary>
internal static class SlotFiller
{
    /// <summary>Adds to what is known of a tool's parameters what a message says.</summary>
    /// <param name="tool">The tool to fill.</param>
    /// <param name="slots">What is known so far; changed in place.</param>
    /// <param name="said">The message; its words are marked as used.</param>
    /// <param name="asked">The parameters that the last question asked for.</param>
    /// <param name="known">Values from earlier results.</param>
    /// <param name="zone">The agent's time zone.</param>
    /// <param name="opening">Whether this message stated the request, so that what is left of it may be its object.</param>
    public static void Fill(ToolModel tool, SlotTable slots, Utterance said, IReadOnlySet<string> asked, KnownValues known, TimeZoneInfo zone, bool opening)
    {
        PatternSlots.Fill(tool, slots, said, asked);
        ChoiceSlots.Fill(tool, slots, said, asked, known);
        DateSlots.Fill(tool, slots, said, zone);
        NameSlots.Fill(tool, slots, said, asked);
        ListSlots.Fill(tool, slots, said, asked);
        NumberSlots.Fill(tool, slots, said, asked);
        if (!tool.Parameters.Any(parameter => parameter.Kind is ParameterKind.Date or ParameterKind.DateTime or ParameterKind.Time))
        {
            foreach (var moment in said.Moments)
            {
                said.Use(moment);
            }
        }

        TextSlots.Fill(tool, slots, said, asked, opening);
    }
}
