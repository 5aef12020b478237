using System.Text;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>Counts the tokens of an answer as its pieces go out. At the end it agrees with <see cref="MockTurn.OutputTokens"/>.</summary>
internal sealed class TokenMeter
{
    private int finished;
    private int openBytes;

    public int Tokens => finished + MockTokens.OfBytes(openBytes);

    public int Add(string piece)
    {
        openBytes += Encoding.UTF8.GetByteCount(piece);
        return Tokens;
    }

    public int StartCall(string name)
    {
        finished = Tokens + MockTokens.Count(name);
        openBytes = 0;
        return Tokens;
    }
}
