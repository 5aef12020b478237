using Holdfast.Caching;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Models;
using Holdfast.Runs.Events;
using Holdfast.Tools;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>What the interpreter works with: everything that has an effect, in one place.</summary>
internal sealed record RunServices(
    ModelGateway Gateway,
    ToolPipeline Tools,
    IJournalStore Store,
    IBudgetStore Budgets,
    IMemoryStore? Memory,
    IAnswerCache? Answers,
    GroupCommit Commits,
    RunHub Hub,
    TimeProvider Time,
    Lease Lease,
    string Worker,
    ILogger Logger,
    IReadOnlyList<string> Channels,
    Autonomy Autonomy,
    ToolResultCache Results)
{
    /// <summary>What is committed so that people are told, by every channel that there is.</summary>
    public IReadOnlyList<Notice> Tell(string kind, Guid subject, DateTimeOffset at) =>
        Channels.Count == 0 ? [] : [.. Channels.Select(channel => new Notice(channel, kind, subject, at))];

    /// <summary>Records that a shared ceiling is nearly reached, and tells the operator.</summary>
    public void Record(SessionJournal journal, BudgetWarning warning)
    {
        journal.Record(new BudgetWarned(warning.Ceiling, warning.CeilingNanos, RunBudget.WarningPercent));
        Logger.BudgetWarned(RunBudget.WarningPercent, warning.Ceiling, warning.CeilingNanos / 1_000_000_000m, journal.State.Run);
    }
}
