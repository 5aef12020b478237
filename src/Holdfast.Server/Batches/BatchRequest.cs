using System.Text.Json;
using Holdfast.Runs.Batches;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Batches;

/// <summary>Starts a batch.</summary>
/// <param name="Instructions">What is to be done with each item, 1 to 20,000 characters.</param>
/// <param name="Schema">The JSON Schema of the result of one item.</param>
/// <param name="Items">The items, 1 to 1,000: an id and any JSON value each.</param>
/// <param name="PerCall">How many items go into one call, 1 to 100; 10 where it is left out.</param>
/// <param name="Tier"><c>strong</c>, <c>standard</c> or <c>fast</c>; <c>standard</c> where it is left out.</param>
/// <param name="MaxCost">The most that it may cost, in USD; left out for no ceiling.</param>
/// <param name="User">Who it is worked on for, within the caller's tenant; left out for <c>anonymous</c>.</param>
internal sealed record BatchRequest(
    string Instructions, JsonElement Schema, IReadOnlyList<BatchItem> Items, int? PerCall = null, string? Tier = null, decimal? MaxCost = null, string? User = null)
{
    /// <summary>The batch that is asked for.</summary>
    /// <exception cref="HoldfastException"><c>invalid-user</c>, <c>invalid-batch</c>.</exception>
    public Batch ToBatch()
    {
        SessionRequest.CheckUser(User, "user");
        return new Batch(Instructions, Schema, Items)
        {
            PerCall = PerCall ?? 10,
            MaxCost = MaxCost,
            Tier = Tier switch
            {
                null or "standard" => Holdfast.Tier.Standard,
                "strong" => Holdfast.Tier.Strong,
                "fast" => Holdfast.Tier.Fast,
                _ => throw new RequestFault("invalid-batch", "The batch is not valid at tier: it must be strong, standard or fast.", "tier"),
            },
        };
    }
}
