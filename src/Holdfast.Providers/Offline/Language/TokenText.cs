namespace Holdfast.Providers.Offline.Language;

/// <summary>A text cut into tokens in one linear pass. What is longer than <see cref="Limit"/> characters is not read.</summary>
internal sealed class TokenText
{
    public const int Limit = 8_000;

    private static readonly Token Nothing = new("", 0, 0, TokenKind.Symbol);

    private readonly List<Token> tokens = [];

    public TokenText(string text)
    {
        Text = text.Length <= Limit ? text : text[..Limit];
        var position = 0;
        while (position < Text.Length)
        {
            var start = position;
            var character = Text[position];
            if (char.IsWhiteSpace(character) || char.IsControl(character))
            {
                position++;
                continue;
            }

            var kind = KindOf(character);
            position++;
            while (kind != TokenKind.Symbol && position < Text.Length && Continues(kind, position))
            {
                position++;
            }

            var lower = Text[start..position].ToLowerInvariant().Replace('\u2019', '\'');
            tokens.Add(new Token(lower, start, position, kind));
        }
    }

    public string Text { get; }

    public int Count => tokens.Count;

    /// <summary>The token at an index, or an empty symbol outside the text.</summary>
    public Token this[int index] => index >= 0 && index < tokens.Count ? tokens[index] : Nothing;

    public string Word(int index) => this[index].Lower;

    /// <summary>Whether nothing, not even a space, stands between a token and the one before it.</summary>
    public bool Glued(int index) => index > 0 && index < tokens.Count && tokens[index - 1].End == tokens[index].Start;

    public bool Is(int index, params ReadOnlySpan<string> words) => index >= 0 && index < tokens.Count && words.Contains(tokens[index].Lower);

    public int Number(int index) =>
        this[index].IsNumber && this[index].Lower.Length <= 9 ? int.Parse(this[index].Lower, System.Globalization.CultureInfo.InvariantCulture) : -1;

    public string Slice(int first, int last) => Text[this[first].Start..this[last].End];

    private static TokenKind KindOf(char character) =>
        char.IsAsciiDigit(character) ? TokenKind.Number : char.IsLetter(character) ? TokenKind.Word : TokenKind.Symbol;

    private bool Continues(TokenKind kind, int position)
    {
        var character = Text[position];
        if (kind == TokenKind.Word && character is '\'' or '\u2019')
        {
            return position + 1 < Text.Length && char.IsLetter(Text[position + 1]);
        }

        return KindOf(character) == kind || (kind == TokenKind.Word && char.IsLetter(character)) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.NonSpacingMark;
    }
}
