namespace Holdfast.Providers.Tests;

/// <summary>Bytes that come a few at a time and end by themselves or by a broken connection.</summary>
internal sealed class PieceStream(ReadOnlyMemory<byte> bytes, int pieceSize, bool breaks) : Stream
{
    private ReadOnlyMemory<byte> left = bytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (left.IsEmpty && breaks)
        {
            throw new IOException("The connection was reset.");
        }

        var piece = left[..Math.Min(left.Length, Math.Min(buffer.Length, pieceSize))];
        piece.Span.CopyTo(buffer);
        left = left[piece.Length..];
        return piece.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
