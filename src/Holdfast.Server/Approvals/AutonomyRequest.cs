namespace Holdfast.Server.Approvals;

/// <summary>Loosens what was earned, or takes it back.</summary>
/// <param name="Decision"><c>loosen</c> or <c>withdraw</c>.</param>
/// <param name="AskOneIn">With <c>loosen</c>: one of so many calls still asks, 2 to 1000; 10 when left out.</param>
/// <param name="By">Who decides, where the server has no API keys; with keys it is the key.</param>
internal sealed record AutonomyRequest(string Decision, int? AskOneIn = null, string? By = null);
