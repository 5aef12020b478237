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
    public static string? NamedInstead(JsonProperty argument, PolicyCall call, PolicySituation situation) =>
        ByValue(argument, call, situation) ?? ByRecord(argument, call, situation);

    private static string? ByValue(JsonProperty argument, PolicyCall call, PolicySituation situation)
    {
        var asked = situation.Asked;
        if (argument.Value.ValueKind == JsonValueKind.Number)
        {
            return argument.Value.TryGetDecimal(out var amount) && !asked.Any(t => t.Counts(amount))
                ? asked.SelectMany(t => t.Numbers).Where(n => n > LeastAmount).Select(n => $"{n:0.##}").FirstOrDefault(n => !IsUsed(n, argument, call)) : null;
        }

        if (argument.Value.ValueKind != JsonValueKind.String || new Provenance(asked).IsFounded(argument.Value.GetString()!))
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
    private static string? ByRecord(JsonProperty argument, PolicyCall call, PolicySituation situation)
    {
        var value = Words.Compact(argument.Value.ToString());
        if (argument.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || (value.Length < 5 && !value.Any(char.IsDigit)))
        {
            return null;
        }

        // Made once: what was asked is collected anew each time.
        IReadOnlyList<TrustedText>? asked = null;
        foreach (var text in situation.Trusted)
        {
            foreach (var held in text.Records)
            {
                foreach (var (member, own) in held.Values)
                {
                    if (own != value)
                    {
                        continue;
                    }

                    asked ??= situation.Asked;
                    if (new Provenance(asked).Unfounded(argument.Value) is null)
                    {
                        return null;
                    }

                    if (Another(held, member) is { } named)
                    {
                        return named;
                    }
                }
            }
        }

        return null;

        string? Another(TrustedRecord held, string member)
        {
            foreach (var other in situation.Trusted.SelectMany(static t => t.Records))
            {
                var theirs = other.Values.FirstOrDefault(v => v.Member == member).Value;
                if (theirs is not null && theirs != value && !Calls(held, other) && Named(held, other, theirs) is { } name && !IsUsed(theirs, argument, call))
                {
                    return name;
                }
            }

            return null;
        }

        string? Named(TrustedRecord held, TrustedRecord other, string theirs) =>
            asked!.Any(t => t.Spells(theirs)) ? theirs : other.Names.FirstOrDefault(w => !held.Names.Contains(w) && Says(w));

        bool Says(string word) => asked!.Any(t => t.Has(word));

        // Whether the user's words tell this record from the other. Where another argument holds it already, they were meant for that one.
        bool Calls(TrustedRecord record, TrustedRecord other) => !IsUsed(value, argument, call) && record.Names.Any(w => !other.Names.Contains(w) && Says(w));
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
