using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Models;
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
}
