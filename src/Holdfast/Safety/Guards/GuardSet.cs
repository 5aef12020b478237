using Holdfast.Safety.Guards.Answers;
using Holdfast.Safety.Guards.Pii;
using Holdfast.Safety.Guards.Secrets;
using Holdfast.Safety.Redaction;

namespace Holdfast.Safety.Guards;

/// <summary>The guards of an agent, in order, each in its own mode or in the one that the agent gives it. Shared by all runs of the agent.</summary>
public sealed class GuardSet
{
    private readonly Guard[] guards;
    private readonly GuardMode[] modes;

    /// <summary>Makes a set.</summary>
    /// <param name="guards">The guards, in the order of their reports.</param>
    /// <param name="modes">The modes that differ from the guards' own, by the guard's name.</param>
    /// <exception cref="ArgumentException">Two guards have one name, or a mode is given for a guard that is not in the set.</exception>
    public GuardSet(IEnumerable<Guard> guards, IReadOnlyDictionary<string, GuardMode>? modes = null)
    {
        ArgumentNullException.ThrowIfNull(guards);
        this.guards = [.. guards];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var guard in this.guards)
        {
            if (!names.Add(guard.Name))
            {
                throw new ArgumentException($"Two guards are named '{guard.Name}'. Give each its own name: reports and modes go by it.", nameof(guards));
            }
        }

        if (modes?.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"A mode is given for the guard '{unknown}', which is not in the set. The set holds: {string.Join(", ", names)}.", nameof(modes));
        }

        this.modes = [.. this.guards.Select(guard => modes is not null && modes.TryGetValue(guard.Name, out var mode) ? mode : guard.Mode)];
    }

    /// <summary>The guards that every agent has unless it says otherwise, each in its own mode.</summary>
    public static GuardSet Default { get; } = new(
    [
        new HiddenTextGuard(), PromptInjectionGuard.ForInput, PromptInjectionGuard.ForDocuments, new PiiGuard(), new SecretsGuard(),
        new PromptLeakGuard(), new InternalDetailsGuard(), new PromisesGuard(), new GroundednessGuard(),
    ]);

    /// <summary>The guards, in order.</summary>
    public IReadOnlyList<Guard> Guards => guards;

    /// <summary>The mode of each guard, in order.</summary>
    internal IReadOnlyList<GuardMode> Modes => modes;

    /// <summary>How many characters of a streamed answer have to wait: the most that any guard needs that may change or stop the answer.</summary>
    public int HoldBack
    {
        get
        {
            var most = 0;
            for (var i = 0; i < guards.Length; i++)
            {
                most = Acts(i) ? Math.Max(most, guards[i].HoldBack) : most;
            }

            return most;
        }
    }

    /// <summary>Runs the guards that look at this kind of text, and does what their modes say.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vault">Where replaced values go, so that they can be restored; null replaces them for good.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The text after redaction, the verdict, and what each guard found.</returns>
    public async ValueTask<GuardOutcome> CheckAsync(GuardedText text, RedactionVault? vault = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var view = TextView.Of(text.Text);
        var scan = await ScanAsync(ReferenceEquals(view.Text, text.Text) ? text : text.With(view.Text), static _ => true, cancellationToken);
        var verdict = Verdict(scan);
        var reports = Report(scan, scan.Hits);
        if (verdict > GuardVerdict.Redact && scan.Failures.Count > 0)
        {
            return new GuardOutcome("", verdict, reports, []) { IsDistrusted = true };
        }

        var redacted = Redactor.Redact(view, scan.Hits.Where(static h => h.Mode == GuardMode.Redact).Select(static h => h.Finding), vault);
        return new GuardOutcome(redacted.Text, verdict, reports, redacted.Entries) { IsDistrusted = scan.Hits.Exists(hit => guards[hit.Guard].Distrusts) };
    }

    /// <summary>Whether a guard looks at answers and may change or stop them.</summary>
    internal bool Acts(int guard) => guards[guard].Points.HasFlag(GuardPoint.Output) && modes[guard] != GuardMode.Observe;

    /// <summary>Runs the guards that look at this kind of text and that the caller wants now.</summary>
    internal async ValueTask<GuardScan> ScanAsync(GuardedText text, Func<int, bool> wanted, CancellationToken cancellationToken)
    {
        var scan = new GuardScan();
        for (var i = 0; i < guards.Length; i++)
        {
            if ((guards[i].Points & text.Point) == GuardPoint.None || !wanted(i))
            {
                continue;
            }

            try
            {
                foreach (var finding in await guards[i].CheckAsync(text, cancellationToken))
                {
                    scan.Add(i, modes[i], finding, text.Text.Length);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // A guard that fails has not said that the text is harmless.
                scan.Failures[i] = exception.GetType().Name;
            }
        }

        return scan;
    }

    /// <summary>The severest answer to what was found; a guard that failed counts as if it had found something.</summary>
    internal GuardVerdict Verdict(GuardScan scan)
    {
        var verdict = GuardVerdict.Pass;
        foreach (var hit in scan.Hits)
        {
            verdict = Max(verdict, (GuardVerdict)hit.Mode);
        }

        foreach (var guard in scan.Failures.Keys)
        {
            verdict = Max(verdict, Failed(modes[guard]));
        }

        return verdict;
    }

    /// <summary>One report for each guard that found something or failed.</summary>
    internal IReadOnlyList<GuardReport> Report(GuardScan scan, IReadOnlyCollection<GuardHit> hits)
    {
        if (hits.Count == 0 && scan.Failures.Count == 0)
        {
            return [];
        }

        var reports = new List<GuardReport>();
        for (var i = 0; i < guards.Length; i++)
        {
            var own = hits.Where(hit => hit.Guard == i).ToList();
            var error = scan.Failures.GetValueOrDefault(i);
            if (own.Count > 0 || error is not null)
            {
                var kinds = own.CountBy(static hit => hit.Finding.Kind, StringComparer.Ordinal).OrderBy(static kind => kind.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
                var verdict = own.Aggregate(GuardVerdict.Pass, static (most, hit) => Max(most, (GuardVerdict)hit.Mode));
                reports.Add(new GuardReport(guards[i].Name, modes[i], error is null ? verdict : Max(verdict, Failed(modes[i])), kinds, error));
            }
        }

        return reports;
    }

    /// <summary>What could not be checked is not let through, except by a guard that would have let it through anyway.</summary>
    private static GuardVerdict Failed(GuardMode mode) => mode switch
    {
        GuardMode.Observe => GuardVerdict.Pass,
        GuardMode.Escalate => GuardVerdict.Escalate,
        _ => GuardVerdict.Block,
    };

    private static GuardVerdict Max(GuardVerdict first, GuardVerdict second) => first > second ? first : second;
}
