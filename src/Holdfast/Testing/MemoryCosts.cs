using Holdfast.Journal;

namespace Holdfast.Testing;

/// <summary>Adds up what runs used.</summary>
internal static class MemoryCosts
{
    public static IReadOnlyList<CostRow> Sum(CostQuery query, IEnumerable<(RunRow Run, RunFinish Finish)> runs)
    {
        if (query.GroupBy == "cascade")
        {
            return SumCascades(runs.Where(static run => run.Finish.AloneCostNanos is not null));
        }

        Func<RunUsage, string>? ofUsage = query.GroupBy switch
        {
            "model" => static usage => usage.Model,
            "tier" => static usage => usage.Tier,
            "purpose" => static usage => usage.Purpose,
            "agent" or "version" or "user" or "tenant" or "day" => null,
            _ => throw CostGroups.Unknown(query.GroupBy),
        };
        var parts = ofUsage is not null
            ? runs.SelectMany(run => run.Finish.Usage.GroupBy(ofUsage, StringComparer.Ordinal).Select(static part => (part.Key, Usage: part.AsEnumerable())))
            : runs.Select(run => (Key: OfRun(query.GroupBy, run.Run), Usage: run.Finish.Usage.AsEnumerable()));
        return
        [
            .. parts
                .GroupBy(static part => part.Key, StringComparer.Ordinal)
                .Select(static group => Add(group.Key, [.. group.Select(static part => part.Usage)]))
                .OrderByDescending(static row => row.CostNanos).ThenBy(static row => row.Group, StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<CostRow> SumCascades(IEnumerable<(RunRow Run, RunFinish Finish)> runs) =>
    [
        .. runs.GroupBy(static run => run.Run.Agent, StringComparer.Ordinal)
            .Select(static group => Add(group.Key, [.. group.Select(static run => run.Finish.Usage)]) with
            {
                AloneCostNanos = group.Sum(static run => run.Finish.AloneCostNanos),
                MovedUp = group.LongCount(static run => run.Finish.MovedUp),
            })
            .OrderByDescending(static row => row.CostNanos).ThenBy(static row => row.Group, StringComparer.Ordinal),
    ];

    private static string OfRun(string groupBy, RunRow run) => groupBy switch
    {
        "agent" => run.Agent,
        "version" => run.Version,
        "user" => run.User,
        "tenant" => run.Tenant,
        _ => run.FinishedAt!.Value.UtcDateTime.ToString("yyyy-MM-dd"),
    };

    private static CostRow Add(string group, List<IEnumerable<RunUsage>> runs)
    {
        var usage = runs.SelectMany(static run => run).ToList();
        return new CostRow(
            group,
            runs.Count,
            usage.Sum(static one => (long)one.Calls),
            usage.Sum(static one => one.InputTokens),
            usage.Sum(static one => one.OutputTokens),
            usage.Sum(static one => one.CostNanos));
    }
}
