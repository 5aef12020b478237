using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Providers.Wire;

/// <summary>Growing bytes in a rented array. Not safe for concurrent use.</summary>
internal sealed class PooledBuffer(int capacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private byte[] array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => array.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => array.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return array.AsSpan(Length);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(array.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Takes back what was written after a length.</summary>
    public void Truncate(int length) => Length = length;

    public void WriteJsonString(string value)
    {
        Write("\""u8);
        var written = Encoding.UTF8.GetBytes(value, GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length)));
        if (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(array.AsSpan(Length, written)) < 0)
        {
            Length += written;
        }
        else
        {
            Write(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        }

        Write("\""u8);
    }

    public void WriteNumber(long value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(20), out var written);
        Length += written;
    }

    public void WriteNumber(float value)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A sampling option is not a finite number. Give one that is, or leave it unset.");
        }

        value.TryFormat(GetSpan(32), out var written);
        Length += written;
    }

    /// <summary>Gives the rented array up without returning it to the pool, for when somebody may still read it.</summary>
    public void Abandon() => array = [];

    public void Dispose()
    {
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
            array = [];
        }

        Length = 0;
    }

    private void Reserve(int count)
    {
        var needed = Length + Math.Max(count, 1);
        if (needed <= array.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, array.Length * 2));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(array);
        array = larger;
    }
}
