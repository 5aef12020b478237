using Holdfast.Models;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Streaming;

namespace Holdfast.Runs;

/// <summary>Shows an answer to watchers while it is generated, held back as far as the agent's guards need.</summary>
internal sealed class GuardedSink(RunHub hub, Guid session, GuardSet guards, GuardedText surroundings) : ITextSink
{
    private GuardedStream stream = new(guards, surroundings);

    public async ValueTask AppendAsync(string text, CancellationToken cancellationToken)
    {
        var stopped = stream.Outcome is not null;
        Show(await stream.WriteAsync(text, cancellationToken));
        if (!stopped && stream.Outcome is not null)
        {
            hub.PublishText(session, null);
        }
    }

    public void Restart()
    {
        stream = new GuardedStream(guards, surroundings);
        hub.PublishText(session, null);
    }

    /// <summary>Shows the rest of a whole answer, or takes back what was shown of one that is withheld.</summary>
    public async ValueTask CompleteAsync(bool withheld)
    {
        if (withheld)
        {
            hub.PublishText(session, null);
            return;
        }

        Show(await stream.CompleteAsync());
    }

    private void Show(string text)
    {
        if (text.Length > 0)
        {
            hub.PublishText(session, text);
        }
    }
}
