namespace Holdfast.Server.MockModel;

/// <summary>Sums over everything served since the start or the last reset.</summary>
/// <param name="Requests">Model requests that arrived.</param>
/// <param name="Answers">Responses with status 200, whole or not.</param>
/// <param name="Complete">Responses whose whole body was sent, errors included.</param>
/// <param name="Faulty">Requests that suffered a fault.</param>
/// <param name="InputTokens">Input tokens of the answers.</param>
/// <param name="OutputTokens">Output tokens of the answers.</param>
public sealed record MockTotals(long Requests, long Answers, long Complete, long Faulty, long InputTokens, long OutputTokens)
{
    internal static MockTotals Zero { get; } = new(0, 0, 0, 0, 0, 0);

    internal MockTotals Plus(MockServed served, int sign) => new(
        Requests + sign,
        Answers + (served.Status == 200 ? sign : 0),
        Complete + (served.Complete ? sign : 0),
        Faulty + (served.Fault == MockFault.None ? 0 : sign),
        InputTokens + (sign * served.InputTokens),
        OutputTokens + (sign * served.OutputTokens));
}
