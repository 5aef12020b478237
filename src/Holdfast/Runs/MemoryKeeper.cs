using Holdfast.Agents;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>Has sessions of agents that remember ended when they expired, and erases what was forgotten.</summary>
internal sealed class MemoryKeeper(RunServices services, AgentCatalog agents)
{
    private const int MostAtOnce = 100;

    /// <summary>Does what there is to do now.</summary>
    /// <param name="stopping">Stops between two sessions.</param>
    public async Task KeepAsync(CancellationToken stopping)
    {
        if (services.Memory is not { } memory || agents.All.Where(a => a.Memory is not null).Select(a => a.Name).ToList() is not { Count: > 0 } names)
        {
            return;
        }

        var now = services.Time.GetUtcNow();
        foreach (var row in await memory.ListExpiredAsync(names, now, MostAtOnce, stopping))
        {
            await services.Commits.CommitAsync(SessionEnding.Request(row, SessionEnding.Expired, now)).WaitAsync(stopping);
        }

        await memory.EraseForgottenAsync(stopping);
    }
}
