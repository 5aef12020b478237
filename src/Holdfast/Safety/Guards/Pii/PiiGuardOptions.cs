namespace Holdfast.Safety.Guards.Pii;

/// <summary>What a <see cref="PiiGuard"/> looks for, and how strictly.</summary>
public sealed class PiiGuardOptions
{
    /// <summary>The kinds to look for, of <see cref="PiiKinds"/>.</summary>
    /// <value><see cref="PiiKinds.Default"/></value>
    public IReadOnlyCollection<string> Kinds { get; init; } = PiiKinds.Default;

    /// <summary>The kinds that are replaced wherever they are met, also in what the principal says themselves: no agent needs them in clear.</summary>
    /// <value>Card numbers.</value>
    public IReadOnlyCollection<string> AlwaysRedacted { get; init; } = [PiiKinds.Card];

    /// <summary>How sure a finding must be: 0.5 demands a checksum, an unmistakable form, or words that say what a number is; 0.3 takes numbers for telephone numbers by their length alone, unless words say otherwise; 0 takes every candidate.</summary>
    /// <value>0.5, from 0 to 1</value>
    public double MinimumConfidence { get; init; } = 0.5;

    /// <summary>Where findings of the other kinds are replaced. Elsewhere they are not looked for: an agent that books for somebody must read their e-mail address.</summary>
    /// <value><see cref="GuardPoint.Output"/></value>
    public GuardPoint RedactedAt { get; init; } = GuardPoint.Output;
}
