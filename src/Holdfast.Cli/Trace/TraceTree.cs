using Spectre.Console;

namespace Holdfast.Cli.Trace;

/// <summary>Writes a trace as a tree: each step with what it saw, what it chose, what came of it, and what it took.</summary>
internal static class TraceTree
{
    public static void Write(RunTrace trace, Terminal terminal)
    {
        var tree = new Tree(Heading(trace.Run)) { Guide = TreeGuide.Line };
        Fill(tree, trace);
        terminal.Styled().Write(tree);
    }

    /// <summary>Writes the steps of a run; the run of a called agent stands below the call.</summary>
    private static void Fill(IHasTreeNodes tree, RunTrace trace)
    {
        var steps = new TraceSteps(tree);
        foreach (var happened in trace.Events)
        {
            steps.Add(happened);
            if (happened.Kind == "delegation.started" && happened.Payload is { } data && trace.Children.FirstOrDefault(c => IsSame(c.Run.Run, data.Text("run"))) is { } child)
            {
                Fill(steps.Under(happened, Heading(child.Run)), child);
            }
        }

        if (trace.Run.Reason is null)
        {
            tree.AddNode($"[yellow]{trace.Run.Status}[/]: it has not ended");
        }
    }

    private static bool IsSame(string run, string? other) => Guid.TryParse(run, out var id) && Guid.TryParse(other, out var same) && id == same;

    private static string Heading(RunSummary run)
    {
        var took = run.FinishedAt - run.AcceptedAt;
        string?[] parts =
        [
            $"{run.Agent}@{run.Version}",
            run.User is null ? null : "user " + run.User,
            "session " + run.Session,
            run.Reason ?? run.Status,
            Amounts.Count(run.Steps, "step"),
            $"{run.InputTokens} + {run.OutputTokens} tokens",
            Amounts.Money(run.Cost),
            took is null ? null : Amounts.Duration(took.Value),
        ];
        return $"[bold]run {Markup.Escape(run.Run)}[/] {Markup.Escape(SafeText.Line(string.Join(" · ", parts.Where(p => p is not null)), 1_000))}";
    }
}
