namespace Holdfast.Server.MockModel.Wire;

/// <summary>Ends the reading of a request with an error for the client.</summary>
internal sealed class WireException(WireError error) : Exception(error.Message)
{
    public WireError Error { get; } = error;
}
