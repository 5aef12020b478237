using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Schema;

/// <summary>One parameter of a tool, as far as filling it from a conversation needs to know.</summary>
internal sealed record Parameter(string Name, ParameterKind Kind)
{
    public string Description { get; init; } = "";

    public bool Required { get; init; }

    /// <summary>The values allowed (an enum), or those that the description names.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether no other value than <see cref="Choices"/> is valid.</summary>
    public bool Closed { get; init; }

    public JsonElement? Default { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public Regex? Pattern { get; init; }

    /// <summary>What a list holds.</summary>
    public Parameter? Items { get; init; }

    /// <summary>Whether a date-time carries its offset, as RFC 3339 has it.</summary>
    public bool WithOffset { get; init; }

    /// <summary>The name in words: "new start".</summary>
    public string Label => Phrases.Human(Name);

    public IReadOnlyList<string> Words => Phrases.Words(Name);

    public bool Says(params ReadOnlySpan<string> words)
    {
        foreach (var word in Words)
        {
            if (words.Contains(word))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsStaff => Says("staff", "stylist", "doctor", "therapist", "provider", "employee", "barber", "practitioner", "advisor", "consultant", "technician", "host");
}
