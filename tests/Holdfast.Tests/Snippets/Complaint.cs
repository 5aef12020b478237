namespace Holdfast.Tests.Snippets;

/// <summary>What a complaint is about.</summary>
/// <param name="Order">The number of the order.</param>
/// <param name="WantsMoney">Whether the customer wants the money back.</param>
public sealed record Complaint(string Order, bool WantsMoney);
