namespace Holdfast.Server.MockModel;

/// <summary>What really happened to one request.</summary>
/// <param name="Number">1 for the first request, in order of arrival; continues after a reset.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Model">The model named; empty when the request could not be read.</param>
/// <param name="Status">The HTTP status sent; 0 while or when there was no response.</param>
/// <param name="Fault">The fault suffered, or <see cref="MockFault.None"/>.</param>
/// <param name="InputTokens">The input tokens of an answer (status 200); otherwise 0.</param>
/// <param name="OutputTokens">The output tokens: of a stream, those in the pieces that were sent; of a whole body, all, for they were
/// generated before its first byte.</param>
/// <param name="Complete">Whether the whole body was sent. False for a request in progress, cut or hanging, and when the client left early.</param>
/// <param name="Streamed">Whether a stream was asked for.</param>
/// <param name="RequestJson">The request's body when <see cref="MockModelOptions.KeepRequests"/> is on; otherwise null.</param>
public sealed record MockServed(
    long Number,
    MockProtocol Protocol,
    string Model,
    int Status,
    MockFault Fault,
    int InputTokens,
    int OutputTokens,
    bool Complete,
    bool Streamed,
    string? RequestJson);
