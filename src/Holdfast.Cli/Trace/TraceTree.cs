using Spectre.Console;

namespace Holdfast.Cli.Trace;

/// <summary>Writes a trace as a tree: each step with what it saw, what it chose, what came of it, and what it took.</summary>
internal static class TraceTree
{
    public static void Write(RunTrace trace, Terminal terminal)
    {
        var run = trace.Run;
        var tree = new Tree(Heading(run)) { Guide = TreeGuide.Line };
        var steps = new TraceSteps(tree);
        foreach (var happened in trace.Events)
        {
            steps.Add(happened);
        }

        if (run.Reason is null)
        {
            tree.AddNode($"[yellow]{run.Status}[/]: it has not ended");
        }

        terminal.Styled().Write(tree);
    }

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
