using System.Text;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Redaction;

namespace Holdfast.Safety.Streaming;

/// <summary>
/// A streamed answer under guard: takes pieces as the model writes them and hands out only what the guards have seen, with enough text behind it to
/// know that nothing that begins in it goes on. Together it hands out what <see cref="GuardSet.CheckAsync"/> makes of the whole answer. An answer that
/// begins like JSON, and one that a guard can only judge as a whole, is handed out at the end. Not safe for concurrent use; one per answer.
/// </summary>
public sealed class GuardedStream
{
    /// <summary>How much text before a place the guards may look at: "curl" stands up to a kilobyte before its password.</summary>
    private const int Context = 1280;

    private const int LongestWord = 64;

    private readonly GuardSet guards;
    private readonly GuardedText surroundings;
    private readonly RedactionVault? vault;
    private readonly int holdBack;
    private readonly StringBuilder whole = new();
    private readonly List<GuardHit> hits = [];
    private readonly List<VaultEntry> entries = [];
    private readonly StringBuilder released = new();
    private string window = "";
    private int done;
    private int unseen;
    private int next;

    /// <summary>Begins an answer.</summary>
    /// <param name="guards">The agent's guards; those that look at answers run.</param>
    /// <param name="surroundings">What the guards may know. Its text is not looked at, and its point is taken to be the answer.</param>
    /// <param name="vault">Where replaced values go; null replaces them for good.</param>
    public GuardedStream(GuardSet guards, GuardedText surroundings, RedactionVault? vault = null)
    {
        ArgumentNullException.ThrowIfNull(guards);
        ArgumentNullException.ThrowIfNull(surroundings);
        this.guards = guards;
        this.surroundings = surroundings;
        this.vault = vault;
        holdBack = guards.HoldBack;
        next = holdBack;
    }

    /// <summary>What became of the answer: known when a guard stopped it, else after <see cref="CompleteAsync"/>.</summary>
    public GuardOutcome? Outcome { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">What the model wrote.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What may be shown now, often empty; always empty once a guard has stopped the answer.</returns>
    public async ValueTask<string> WriteAsync(string piece, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(piece);
        if (Outcome is not null)
        {
            return "";
        }

        whole.Append(piece);
        unseen += piece.Length;
        if (holdBack == int.MaxValue || window.Length + unseen - done <= next || IsJsonSoFar())
        {
            return "";
        }

        TakeUnseen();
        var scan = await guards.ScanAsync(Text(window), guards.Acts, cancellationToken);
        if (Stops(scan))
        {
            return "";
        }

        var findings = Redactor.Merge(window, scan.Hits.Where(static h => h.Mode == GuardMode.Redact).Select(static h => h.Finding));
        var cut = Cut(findings);
        var text = "";
        if (cut > done)
        {
            text = Release(scan, findings, cut);
            Forget(cut);
        }

        // Waiting longer the more is held keeps the cost in proportion to the answer, whatever is in it.
        var held = window.Length - done;
        next = held + (Math.Max(held, holdBack) / 4) + 1;
        return text;
    }

    /// <summary>Checks the rest once the model has ended its answer.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The rest of what may be shown. <see cref="Outcome"/> then tells what became of the whole answer.</returns>
    public async ValueTask<string> CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (Outcome is not null)
        {
            return "";
        }

        var answer = whole.ToString();
        if (released.Length == 0)
        {
            // Nothing has left: the answer is judged as any other text.
            Outcome = await guards.CheckAsync(Text(answer), vault, cancellationToken);
            return Outcome.MayPass ? Outcome.Text : "";
        }

        TakeUnseen();
        var scan = await guards.ScanAsync(Text(window), guards.Acts, cancellationToken);
        if (Stops(scan))
        {
            return "";
        }

        var findings = Redactor.Merge(window, scan.Hits.Where(static h => h.Mode == GuardMode.Redact).Select(static h => h.Finding));
        var text = Release(scan, findings, window.Length);

        // Guards that only observe change nothing, so that they look once, at all of it.
        var observed = await guards.ScanAsync(Text(answer), guard => !guards.Acts(guard), cancellationToken);
        hits.AddRange(observed.Hits);
        Outcome = new GuardOutcome(released.ToString(), hits.Exists(static h => h.Mode == GuardMode.Redact) ? GuardVerdict.Redact : GuardVerdict.Pass, guards.Report(observed, hits), [.. entries]);
        return text;
    }

    private GuardedText Text(string text) => surroundings.With(text, GuardPoint.Output);

    private bool IsJsonSoFar() => released.Length == 0 && TextView.LooksLikeJson(whole.Length <= LongestWord ? whole.ToString() : whole.ToString(0, LongestWord));

    private void TakeUnseen()
    {
        if (unseen > 0)
        {
            window += whole.ToString(whole.Length - unseen, unseen);
            unseen = 0;
        }
    }

    private bool Stops(GuardScan scan)
    {
        var verdict = guards.Verdict(scan);
        if (verdict <= GuardVerdict.Redact)
        {
            return false;
        }

        Outcome = new GuardOutcome(released.ToString(), verdict, guards.Report(scan, [.. hits, .. scan.Hits.Where(h => h.Start >= done)]), [.. entries]);
        return true;
    }

    /// <summary>How far the window may leave: to a place where nothing is cut in two, with the hold-back behind it.</summary>
    private int Cut(List<GuardFinding> findings)
    {
        var cut = SafePlace(window.Length - holdBack);
        for (var i = findings.Count - 1; i >= 0 && cut > done; i--)
        {
            if (findings[i].Start < cut && cut < findings[i].Start + findings[i].Length)
            {
                cut = SafePlace(findings[i].Start);
            }
        }

        return cut;
    }

    private string Release(GuardScan scan, List<GuardFinding> findings, int cut)
    {
        var text = new StringBuilder(cut - done);
        var at = done;
        foreach (var finding in findings)
        {
            var (start, end) = (Math.Max(finding.Start, at), finding.Start + finding.Length);
            if (end <= at || start >= cut)
            {
                continue;
            }

            text.Append(window, at, start - at).Append(Redactor.Placeholder(finding, window[start..end], vault, entries));
            at = end;
        }

        text.Append(window, at, Math.Max(0, cut - at));
        hits.AddRange(scan.Hits.Where(hit => hit.Start >= done && hit.Start < cut));
        done = cut;
        released.Append(text);
        return text.ToString();
    }

    /// <summary>Drops what no guard looks back to.</summary>
    private void Forget(int cut)
    {
        var from = Math.Max(0, SafePlace(cut - Context));
        window = window[from..];
        done = cut - from;
    }

    /// <summary>The last place up to here where text may be cut: a new line, or a space between two words without digits. 0 where there is none.</summary>
    private int SafePlace(int limit)
    {
        for (var at = Math.Min(limit, window.Length); at > 0; at--)
        {
            if (window[at - 1] == '\n' || (window[at - 1] == ' ' && IsPlainWord(at - 2, -1) && IsPlainWord(at, 1)))
            {
                return at;
            }
        }

        return 0;
    }

    private bool IsPlainWord(int at, int step)
    {
        for (var i = 0; i < LongestWord; i++, at += step)
        {
            if (at < 0 || at >= window.Length || char.IsWhiteSpace(window[at]))
            {
                return i > 0;
            }

            if (char.IsDigit(window[at]))
            {
                return false;
            }
        }

        return false;
    }
}
