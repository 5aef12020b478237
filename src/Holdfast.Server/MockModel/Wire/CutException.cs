namespace Holdfast.Server.MockModel.Wire;

/// <summary>Ends a response in the middle: Kestrel sends what was written, then closes the connection without an end mark.</summary>
internal sealed class CutException() : Exception("The response is cut off on purpose.");
