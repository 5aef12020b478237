namespace Holdfast.Json.Repair;

/// <summary>Ends a repair that cannot be sure of the meaning. Never leaves the parser.</summary>
internal sealed class RepairFailedException : Exception;
