using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Journal;

namespace Holdfast.Storage.PostgreSql;

/// <summary>The words, tools and error words of a run as 64-bit keys: short, and nothing that a user wrote is stored twice.</summary>
/// <remarks>The first eight bytes of the SHA-256 of a mark (t, l or e) and the word: two different words share a key once in 10¹⁹ pairs.</remarks>
internal static class SearchKeys
{
    public static IEnumerable<long> Of(RunFinish finish) => Of(finish.Text, finish.Tools, finish.Error);

    public static IEnumerable<long> Of(RunQuery query) => Of(query.Text, query.Tool is null ? [] : [query.Tool], query.Error);

    private static IEnumerable<long> Of(string? text, IReadOnlyList<string> tools, string? error)
    {
        foreach (var word in SearchWords.Split(text))
        {
            yield return Key('t', word);
        }

        foreach (var tool in tools)
        {
            yield return Key('l', tool);
        }

        foreach (var word in SearchWords.Split(error))
        {
            yield return Key('e', word);
        }
    }

    private static long Key(char mark, string word)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(mark + word), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
