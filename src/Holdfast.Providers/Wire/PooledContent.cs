using System.Net;

namespace Holdfast.Providers.Wire;

/// <summary>A JSON request body in a pooled buffer, which it owns.</summary>
internal sealed class PooledContent : HttpContent
{
    private readonly PooledBuffer body;
    private int sending;

    public PooledContent(PooledBuffer body)
    {
        this.body = body;
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
        Headers.ContentLength = body.Length;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref sending);
        try
        {
            await stream.WriteAsync(body.Memory, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref sending);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // A connection that is torn down may still read the bytes: then they must not be handed to the next renter.
            if (Volatile.Read(ref sending) != 0)
            {
                body.Abandon();
            }

            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
