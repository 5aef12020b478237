using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Guards.Answers;

/// <summary>
/// Reports amounts, numbers, dates, times and ids in an answer that neither a tool returned nor the principal said nor the agent's definition holds. What the
/// agent worked out itself, such as a sum, is reported too, which is why it only observes unless told otherwise. Small numbers and days told by name of month are not looked at.
/// </summary>
public sealed partial class GroundednessGuard : Guard
{
    /// <inheritdoc/>
    public override string Name => "groundedness";

    /// <inheritdoc/>
    public override GuardPoint Points => GuardPoint.Output;

    /// <inheritdoc/>
    public override GuardMode Mode => GuardMode.Observe;

    /// <inheritdoc/>
    public override int HoldBack => 256;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        Provenance? known = null;
        List<GuardFinding>? found = null;
        foreach (Match fact in Fact().Matches(text.Text))
        {
            known ??= new Provenance([.. text.Grounds.Concat(text.Said).Append(text.Instructions).Append(text.Published).Select(ground => new TrustedText("ground", ground))]);
            var (kind, value) = Read(fact);
            if (!known.IsFounded(value))
            {
                (found ??= []).Add(new GuardFinding(kind, fact.Index, fact.Length));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(found ?? (IReadOnlyList<GuardFinding>)[]);
    }

    private static (string Kind, string Value) Read(Match fact)
    {
        if (fact.Groups["date"] is { Success: true } date)
        {
            return ("ungrounded-date", date.Value);
        }

        if (fact.Groups["clock"] is { Success: true } clock)
        {
            var hour = int.Parse(clock.Value.AsSpan(0, clock.Value.IndexOf(':')), CultureInfo.InvariantCulture);
            var half = fact.Groups["half"].Value;
            hour = half.StartsWith("p", StringComparison.OrdinalIgnoreCase) && hour < 12 ? hour + 12 : half.StartsWith("a", StringComparison.OrdinalIgnoreCase) && hour == 12 ? 0 : hour;
            return ("ungrounded-time", string.Create(CultureInfo.InvariantCulture, $"{hour:00}{clock.Value.AsSpan(clock.Value.IndexOf(':'))}"));
        }

        if (fact.Groups["id"] is { Success: true } id)
        {
            return ("ungrounded-id", id.Value);
        }

        var amount = fact.Groups["amount"].Success ? fact.Groups["amount"].Value : fact.Groups["number"].Value;
        return (fact.Groups["amount"].Success ? "ungrounded-amount" : "ungrounded-number", amount.TrimEnd('.', ','));
    }

    [GeneratedRegex(
        @"\b(?<date>\d{4}-\d{2}-\d{2})\b|\b(?<clock>(?:[01]?\d|2[0-3]):[0-5]\d)\b(?:\s?(?<half>[ap]\.?m\b))?|\b(?<id>(?=[A-Za-z0-9-]{5,40}\b)(?=[A-Za-z-]{0,39}\d)(?=[\d-]{0,39}[A-Za-z])[A-Za-z0-9]{1,30}(?:-[A-Za-z0-9]{1,30}){0,5})\b"
        + @"|(?:[$€£]\s?(?<amount>\d[\d.,]{0,20})|(?<amount>\d[\d.,]{0,20})\s?(?:[$€£%]|(?:USD|EUR|GBP|CHF|dollars?|euros?|pounds?|percent)\b))|\b(?<number>\d{3}[\d.,]{0,20}|\d{1,3}[.,]\d[\d.,]{0,20})",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fact();
}
