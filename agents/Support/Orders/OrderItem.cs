namespace Holdfast.Agents.Support.Orders;

/// <summary>A line of an order.</summary>
internal sealed record OrderItem(int Line, string Product, int Quantity, long UnitCents, bool IsReturnable, int WarrantyMonths)
{
    public long Cents => Quantity * UnitCents;

    public override string ToString() => Quantity == 1 ? Product : $"{Quantity} × {Product}";
}
