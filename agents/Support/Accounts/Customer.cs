namespace Holdfast.Agents.Support.Accounts;

/// <summary>What is kept of a customer.</summary>
internal sealed record Customer(string Name, string Email, string Phone, string Street, string Postcode, string City);
