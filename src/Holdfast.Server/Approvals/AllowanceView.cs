using Holdfast.Journal;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Approvals;

/// <summary>What a person loosened.</summary>
/// <param name="Id">Its id; journaled with each call that it let through.</param>
/// <param name="Low">The smallest number that it covers, or null.</param>
/// <param name="High">The largest number that it covers, or null.</param>
/// <param name="AskOneIn">One of so many calls still asks.</param>
/// <param name="By">Who loosened it.</param>
/// <param name="At">When.</param>
/// <param name="WithdrawnBy">Who withdrew it, <c>holdfast</c> after a fault; or null.</param>
/// <param name="WithdrawnAt">When it was withdrawn, or null.</param>
/// <param name="Reason">Why it was withdrawn, or null.</param>
internal sealed record AllowanceView(
    string Id, decimal? Low, decimal? High, int AskOneIn, string By, DateTimeOffset At, string? WithdrawnBy, DateTimeOffset? WithdrawnAt, string? Reason)
{
    public static AllowanceView Of(AllowanceRow row) =>
        new(WireId.Of(row.Id), row.Low, row.High, row.AskOneIn, row.By, row.At, row.WithdrawnBy, row.WithdrawnAt, row.Reason);
}
