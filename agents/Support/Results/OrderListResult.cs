namespace Holdfast.Agents.Support;

/// <summary>The orders of a customer.</summary>
/// <param name="Message">What was found, in words.</param>
/// <param name="Orders">The orders, newest first.</param>
internal sealed record OrderListResult(string Message, IReadOnlyList<OrderLine> Orders);
