namespace Holdfast.Server.MockModel.Wire;

/// <summary>The pieces of a response and how they go out.</summary>
/// <param name="Frames">The pieces.</param>
/// <param name="Streamed">Whether they are server-sent events; otherwise they are parts of one JSON body.</param>
/// <param name="CutAt">The number of bytes after which the connection closes, or null.</param>
/// <param name="Delay">The pause before each piece.</param>
internal sealed record Delivery(IReadOnlyList<Frame> Frames, bool Streamed, int? CutAt, TimeSpan Delay)
{
    private const int SlowBodyPieces = 8;

    public static Delivery Of(WireProtocol protocol, MockTurn turn, MockFault fault, MockModelOptions options)
    {
        var stream = turn.Request.Stream;
        List<Frame> frames = stream ? [.. protocol.Stream(turn)] : [new Frame(protocol.Whole(turn), turn.OutputTokens, Ends: true)];
        var dice = turn.Dice;
        switch (fault)
        {
            case MockFault.SlowStream:
                return new Delivery(stream ? frames : [.. Parts(frames[0])], stream, null, options.SlowDelay);
            case MockFault.CutStream:
                return new Delivery(frames, stream, CutPosition(frames, dice), stream ? options.StreamDelay : TimeSpan.Zero);
            case MockFault.MalformedJson:
                Break(frames, stream, dice);
                break;
            case MockFault.StreamError:
                var sent = frames.GetRange(0, 1 + dice.Next(frames.FindIndex(frame => frame.Ends)));
                return new Delivery([.. sent, protocol.ErrorEvent(sent[^1].OutputTokens)], stream, null, options.StreamDelay);
        }

        return new Delivery(frames, stream, null, stream ? options.StreamDelay : TimeSpan.Zero);
    }

    // A cut comes after the first byte and before anything that says that the answer is finished.
    private static int CutPosition(List<Frame> frames, MockDice dice)
    {
        var open = frames.TakeWhile(frame => !frame.Ends).Sum(frame => frame.Bytes.Length);
        return 1 + dice.Next((open > 0 ? open : frames[0].Bytes.Length) - 1);
    }

    // A broken body looks as if a proxy gave up in the middle of it; a line break and a tag are no JSON, in a string or outside.
    private static void Break(List<Frame> frames, bool stream, MockDice dice)
    {
        var at = stream ? dice.Next(frames.FindIndex(frame => frame.Ends)) : 0;
        var bytes = frames[at].Bytes;
        var json = Math.Max(0, bytes.AsSpan().IndexOf((byte)'{'));
        var kept = bytes.AsSpan(0, json + 1 + dice.Next((bytes.Length - json) / 2));
        frames[at] = frames[at] with { Bytes = stream ? [.. kept, .. "\n\n"u8] : [.. kept, .. "\n<html>Bad gateway</html>"u8] };
    }

    private static IEnumerable<Frame> Parts(Frame whole) =>
        whole.Bytes.Chunk(Math.Max(1, (whole.Bytes.Length + SlowBodyPieces - 1) / SlowBodyPieces)).Select(part => whole with { Bytes = part });
}
