using System.Text.Json;

namespace Holdfast.Runs.Events;

/// <summary>A session began. Always the first event.</summary>
/// <param name="Agent">The agent's name.</param>
/// <param name="Version">The agent version that the session is pinned to.</param>
/// <param name="Tenant">The principal's tenant.</param>
/// <param name="User">The principal's user.</param>
/// <param name="Scopes">The principal's scopes.</param>
/// <param name="Metadata">The caller's own data; never shown to a model.</param>
/// <param name="Mark">The digits in the marks around what strangers wrote, told to nobody outside; null in journals of older versions.</param>
public sealed record SessionOpened(
    string Agent, string Version, string Tenant, string User, IReadOnlyList<string>? Scopes = null, JsonElement? Metadata = null, string? Mark = null) : RunEvent;
