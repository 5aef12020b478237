namespace Holdfast.Agents.Scheduling;

/// <summary>Something that can be booked.</summary>
/// <param name="Id">A short stable id, such as <c>swedish-massage</c>.</param>
/// <param name="Name">The name customers use.</param>
/// <param name="Minutes">How long it takes, a multiple of 5.</param>
/// <param name="BufferMinutes">How long the staff member is busy afterwards, a multiple of 5. It may run past closing time.</param>
/// <param name="Price">The price as shown to customers, such as <c>€72</c>.</param>
public sealed record Service(string Id, string Name, int Minutes, int BufferMinutes, string Price);
