namespace Holdfast.Agents.Shared;

/// <summary>Numbers that people read aloud: a prefix and six characters that are not mistaken for each other.</summary>
internal static class RecordNumber
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(string prefix, IdSource ids)
    {
        var number = (long)(ids.NextDouble() * (1L << 30));
        return prefix + string.Create(6, number, static (text, rest) =>
        {
            for (var index = text.Length - 1; index >= 0; index--)
            {
                text[index] = Alphabet[(int)(rest % Alphabet.Length)];
                rest /= Alphabet.Length;
            }
        });
    }
}
