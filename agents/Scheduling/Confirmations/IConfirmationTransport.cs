using Holdfast.Agents.Scheduling.Storage;

namespace Holdfast.Agents.Scheduling.Confirmations;

/// <summary>Takes messages out of the house. Sending one again must be harmless by its message id.</summary>
internal interface IConfirmationTransport
{
    Task SendAsync(OutboxMessage message, CancellationToken cancellationToken);
}
