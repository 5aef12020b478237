using Holdfast.People;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Approvals;

/// <summary>What people said to the calls of one tool that one rule held back, in one range.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status"><c>counting</c>, <c>suggested</c> or <c>loosened</c>.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Rule">The rule that asks.</param>
/// <param name="Range">The range, such as <c>amount 100 to 200</c>; <c>any</c> for a rule that looks at no argument.</param>
/// <param name="Approved">How many calls were approved as they were.</param>
/// <param name="Edited">How many calls an approver changed.</param>
/// <param name="Rejected">How many calls were rejected.</param>
/// <param name="Corrected">How many calls were in a run that got a correction or a thumbs down.</param>
/// <param name="Unasked">How many calls ran without asking.</param>
/// <param name="InARow">How many approvals there are since the last fault.</param>
/// <param name="Needed">How many the rule asks for; null where no agent here has that rule any more.</param>
/// <param name="Low">The smallest number among those in a row, or null.</param>
/// <param name="High">The largest number among those in a row, or null.</param>
/// <param name="Allowance">What was loosened last, standing or withdrawn; or null.</param>
internal sealed record AutonomyView(
    string Id, string Status, string Agent, string Tool, string Rule, string Range, int Approved, int Edited, int Rejected, int Corrected, int Unasked, int InARow,
    int? Needed, decimal? Low, decimal? High, AllowanceView? Allowance)
{
    public static AutonomyView Of(EarnedAutonomy earned)
    {
        var row = earned.Record;
        return new(
            WireId.Of(row.Id),
            WireName.Of(earned.Status),
            row.Agent,
            row.Tool,
            row.Rule,
            row.Range,
            row.Approved,
            row.Edited,
            row.Rejected,
            row.Corrected,
            row.Unasked,
            row.InARow,
            earned.Needed,
            row.Low,
            row.High,
            row.Allowance is { } given ? AllowanceView.Of(given) : null);
    }
}
