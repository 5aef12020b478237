namespace Holdfast.Server.Health;

/// <summary>How the process is.</summary>
/// <param name="Status"><c>ok</c>, <c>ready</c> or <c>unavailable</c>.</param>
internal sealed record HealthView(string Status);
