namespace Holdfast.Agents.Support;

/// <summary>What is kept of a customer.</summary>
/// <param name="Message">The same, in words.</param>
/// <param name="Name">The name.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Phone">The telephone number.</param>
/// <param name="Address">The postal address.</param>
internal sealed record AccountResult(string Message, string Name, string Email, string Phone, string Address);
