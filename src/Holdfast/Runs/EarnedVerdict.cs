using Holdfast.Journal;
using Holdfast.Safety.Policy;

namespace Holdfast.Runs;

/// <summary>What a verdict comes to, given what the agent earned.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Record">The record of approvals that the call counts in, or null.</param>
/// <param name="Allowance">The allowance by which it need not ask, or null.</param>
internal readonly record struct EarnedVerdict(PolicyVerdict Verdict, EarnedRange? Record = null, AllowanceRow? Allowance = null);
