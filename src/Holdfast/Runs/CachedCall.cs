using System.Text.Json;
using Holdfast.Agents;
using Holdfast.People;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>What a result depends on: the same call, of the same version of an agent, for the same person with the same rights.</summary>
/// <param name="Version">The version of the agent, which changes with the definition of each of its tools.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">The arguments in one spelling.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="User">The user.</param>
/// <param name="Scopes">What the user may do.</param>
/// <param name="Session">The session, where the user has no name and may be anybody; else empty.</param>
internal readonly record struct CachedCall(string Version, string Tool, string Arguments, string Tenant, string User, string Scopes, Guid Session)
{
    public static CachedCall Of(RunState state, Agent agent, Tool tool, JsonElement arguments) => new(
        agent.Version,
        tool.Name,
        ApprovalDigest.Canonical(arguments),
        state.Principal.Tenant,
        state.Principal.User,
        string.Join('\n', state.Principal.Scopes.Order(StringComparer.Ordinal)),
        state.Principal.User == Principal.Anonymous.User ? state.Session : Guid.Empty);
}
