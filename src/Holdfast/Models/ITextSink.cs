namespace Holdfast.Models;

/// <summary>Receives the text of an answer while it is generated. Provisional: the answer is the one in the journal.</summary>
/// <remarks>Called by one caller at a time.</remarks>
public interface ITextSink
{
    /// <summary>More text.</summary>
    /// <param name="text">The next piece.</param>
    /// <param name="cancellationToken">Ends the call that makes the text.</param>
    ValueTask AppendAsync(string text, CancellationToken cancellationToken);

    /// <summary>The attempt failed: what came so far is void and the next attempt starts anew.</summary>
    void Restart();
}
