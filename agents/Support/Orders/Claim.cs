namespace Holdfast.Agents.Support.Orders;

/// <summary>A return or a report of damage: what a refund rests on.</summary>
internal sealed record Claim(string Number, string OrderNumber, int Line, string Kind, DateTimeOffset? ReceivedAt)
{
    public const string Return = "return";
    public const string Damage = "damage";

    /// <summary>Whether it may be refunded: damage at once, a return when the article has arrived.</summary>
    public bool IsDue => Kind == Damage || ReceivedAt is not null;
}
