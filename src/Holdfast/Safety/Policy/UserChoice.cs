using System.Text.Json;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>
/// Finds out whether a call replaces what the user named by something else that is trusted as well: of the user's own accounts, contacts and choices a stranger must not take
/// another than the user did. What the user left open stays open.
/// </summary>
internal static class UserChoice
{
    /// <summary>Smaller numbers count things and name days, so they are no other amount.</summary>
    private const decimal LeastAmount = 31;

    /// <summary>What the user named for an argument in place of its value, or null.</summary>
    public static string? NamedInstead(JsonProperty argument, PolicyCall call, PolicySituation situation)
    {
        var asked = situation.Asked;
        return new Provenance(asked).Unfounded(argument.Value) is null ? null : ByValue(argument, call, asked) ?? ByRecord(argument, call, situation.Trusted, asked);
    }

    private static string? ByValue(JsonProperty argument, PolicyCall call, IReadOnlyList<TrustedText> asked)
    {
        if (argument.Value.ValueKind == JsonValueKind.Number)
        {
            return argument.Value.TryGetDecimal(out _)
                ? asked.SelectMany(t => t.Numbers).Where(n => n > LeastAmount).Select(n => $"{n:0.##}").FirstOrDefault(n => !IsUsed(n, argument, call)) : null;
        }

        if (argument.Value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var value = argument.Value.GetString()!;
        if (call.Tool.ChoicesOf(argument.Name) is { Count: > 1 } choices)
        {
            return choices.FirstOrDefault(c => new Provenance(asked).IsFounded(c) && !IsUsed(c, argument, call));
        }

        if (value.Contains('@', StringComparison.Ordinal))
        {
            // "Write to Anna, with a copy to tom@…" names Anna's address, too.
            var person = Words.Of(value[..value.IndexOf('@', StringComparison.Ordinal)]);
            return person.Exists(w => w.Length >= 3 && asked.Any(t => t.List.Contains(w) && !t.Addresses.Any(a => Words.Of(a).Contains(w)))) ? null
                : asked.SelectMany(t => t.Addresses).FirstOrDefault(a => !IsUsed(a, argument, call));
        }

        return Words.Of(value).Exists(IsCode) ? asked.SelectMany(t => t.List).FirstOrDefault(w => IsCode(w) && !IsUsed(w, argument, call)) : null;
    }

    /// <summary>
    /// The value belongs to a record of a trusted result, such as a saved payee, and the user called another one by its name: who says "pay Anna" means no account but Anna's,
    /// though an account number does not tell whose it is.
    /// </summary>
    private static string? ByRecord(JsonProperty argument, PolicyCall call, IReadOnlyList<TrustedText> trusted, IReadOnlyList<TrustedText> asked)
    {
        var value = Words.Compact(argument.Value.ToString());
        if (argument.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || (value.Length < 5 && !value.Any(char.IsDigit)))
        {
            return null;
        }

        var isUsed = IsUsed(value, argument, call);
        foreach (var text in trusted)
        {
            foreach (var (held, member) in text.RecordsWith(value))
            {
                if (Another(held, member) is { } named)
                {
                    return named;
                }
            }
        }

        return null;

        string? Another(TrustedRecord held, string member)
        {
            foreach (var text in trusted)
            {
                foreach (var other in text.Records)
                {
                    if (other.Find(member) is { } theirs && theirs != value && Named(held, other, theirs) is { } name && !Calls(held, other) && !IsUsed(theirs, argument, call))
                    {
                        return name;
                    }
                }
            }

            return null;
        }

        // Most records are not named at all, so this is asked first, and without allocating.
        string? Named(TrustedRecord held, TrustedRecord other, string theirs)
        {
            foreach (var text in asked)
            {
                if (text.Spells(theirs))
                {
                    return theirs;
                }
            }

            return Told(other, held);
        }

        // Whether the user's words tell this record from the other. Where another argument holds it already, they were meant for that one.
        bool Calls(TrustedRecord record, TrustedRecord other) => !isUsed && Told(record, other) is not null;

        // A word of the user that is in the name of the one and not of the other.
        string? Told(TrustedRecord record, TrustedRecord other)
        {
            foreach (var word in record.Names)
            {
                foreach (var text in asked)
                {
                    if (text.Has(word) && !other.Names.Contains(word))
                    {
                        return word;
                    }
                }
            }

            return null;
        }
    }

    /// <summary>Letters with digits, such as an IBAN or the number of an order; "15th" is none.</summary>
    private static bool IsCode(string word) => word.Length >= 5 && word.Any(char.IsDigit) && word.Any(char.IsLetter);

    /// <summary>Whether another argument holds what the user named: then it was meant for that one.</summary>
    private static bool IsUsed(string named, JsonProperty argument, PolicyCall call)
    {
        var compact = Words.Compact(named);
        return call.Arguments.EnumerateObject().Any(other => other.Name != argument.Name && Words.Compact(other.Value.ToString()).Contains(compact, StringComparison.Ordinal));
    }
}
