using System.Text.RegularExpressions;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Guards.Answers;

/// <summary>
/// Stops answers that commit the business to something that neither a tool's result nor the agent's instructions say: refunds, discounts, guarantees, liability.
/// It knows how such promises are made in English, by sentence; what is put otherwise it misses.
/// </summary>
public sealed partial class PromisesGuard : Guard
{
    private static readonly (string Kind, Regex Pattern, string[] Roots)[] Promises =
    [
        ("refund", Refund(), ["refund", "reimburs", "compensat", "money back", "credit"]),
        ("discount", Discount(), ["discount", "% off", "percent off", "voucher", "coupon", "free"]),
        ("legal-promise", Legal(), ["guarant", "warrant", "liab", "binding", "promise"]),
    ];

    /// <inheritdoc/>
    public override string Name => "promises";

    /// <inheritdoc/>
    public override GuardPoint Points => GuardPoint.Output;

    /// <inheritdoc/>
    public override int HoldBack => 512;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<GuardFinding>? found = null;
        foreach (var (kind, pattern, roots) in Promises)
        {
            if (!pattern.IsMatch(text.Text))
            {
                continue;
            }

            foreach (var (start, length) in Sentences.Of(text.Text))
            {
                var sentence = text.Text.Substring(start, length);
                if (pattern.IsMatch(sentence) && !sentence.TrimEnd().EndsWith('?') && !Sentences.IsNegative(sentence) && !IsTraced(text, sentence, roots))
                {
                    (found ??= []).Add(new GuardFinding(kind, start, length));
                }
            }
        }

        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(found ?? (IReadOnlyList<GuardFinding>)[]);
    }

    /// <summary>Whether a result or an instruction speaks of the same without denying it, and of the same amounts. What the principal asks for founds nothing.</summary>
    private static bool IsTraced(GuardedText text, string promise, string[] roots)
    {
        var amounts = Amount().Matches(promise).SelectMany(m => Amounts.In(m.Value)).ToList();
        return text.Grounds.Append(text.Instructions).Append(text.Published).Any(ground =>
        {
            var says = Sentences.Of(ground).Any(s => ground.Substring(s.Start, s.Length) is var sentence
                && Array.Exists(roots, root => sentence.Contains(root, StringComparison.OrdinalIgnoreCase)) && !Sentences.IsNegative(sentence));
            return says && (amounts.Count == 0 || Amounts.In(ground).ToHashSet() is var known && amounts.TrueForAll(known.Contains));
        });
    }

    [GeneratedRegex(
        @"\b(?:we|i)\b(?:['’]ll|['’]ve)?(?:\s+\w{1,12}){0,3}\s+(?:refund|refunded|reimburse|reimbursed|compensate|compensated)\b|\byou(?:['’]ll|\s+will)\s+(?:get|receive|be\s+given)\b[^.!?\n]{0,60}\b(?:refund|money\s+back|compensation|reimbursement)\b"
        + @"|\brefund\b[^.!?\n]{0,40}\b(?:approved|granted|guaranteed|on\s+its\s+way)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refund();

    [GeneratedRegex(
        @"\b(?:we|i)\b(?:['’]ll|['’]ve)?(?:\s+\w{1,12}){0,3}\s+(?:give|gave|given|offer|offered|grant|granted|apply|applied)\b[^.!?\n]{0,60}(?:\bdiscount\b|%\s*off\b|\bpercent\s+off\b|\bfor\s+free\b|\bfree\s+of\s+charge\b|\bvoucher\b|\bcoupon\b)"
        + @"|\byou(?:['’]ll|\s+will)\s+(?:get|receive)\b[^.!?\n]{0,60}(?:\bdiscount\b|%\s*off\b|\bpercent\s+off\b|\bfor\s+free\b|\bfree\s+of\s+charge\b|\bvoucher\b|\bcoupon\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Discount();

    [GeneratedRegex(
        @"\b(?:we|i)\b(?:\s+\w{1,12}){0,2}\s+(?:guarantee|warrant)\b|\b(?:we|i)\b(?:\s+\w{1,12}){0,2}\s+(?:accept|admit|take|assume)\s+(?:\w{1,12}\s+){0,2}(?:liability|legal\s+responsibility)\b|\blegally\s+binding\b|\bbinding\s+offer\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Legal();

    [GeneratedRegex(@"\d[\d.,]{0,20}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amount();
}
