namespace Holdfast.Agents.Support;

/// <summary>What came of a call that changes something.</summary>
/// <param name="Message">What happened, in words, to be read to the customer.</param>
/// <param name="Status">What it led to, in a word, such as <c>cancelled</c>.</param>
/// <param name="OrderNumber">The order's number, such as <c>FF-10041</c>; null where none is meant.</param>
/// <param name="Number">The number of what was made, such as <c>RT-7F3K2Q</c> for a return; null where nothing was.</param>
/// <param name="Amount">The amount in euros; null where none is meant.</param>
internal sealed record SupportResult(string Message, string Status, string? OrderNumber = null, string? Number = null, decimal? Amount = null);
