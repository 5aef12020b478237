namespace Holdfast.Models;

/// <summary>Receives the text of an answer while it is generated. Provisional: the answer is the one in the journal.</summary>
/// <remarks>Called by one caller at a time; must not block.</remarks>
public interface ITextSink
{
    /// <summary>More text.</summary>
    void Append(string text);

    /// <summary>The attempt failed: what came so far is void and the next attempt starts anew.</summary>
    void Restart();
}
