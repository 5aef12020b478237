namespace Holdfast.Providers.Offline.Language;

/// <summary>One word, run of digits or symbol of a text. <paramref name="Lower"/> is folded for comparison; offsets are into the text.</summary>
internal readonly record struct Token(string Lower, int Start, int End, TokenKind Kind)
{
    public bool IsWord => Kind == TokenKind.Word;

    public bool IsNumber => Kind == TokenKind.Number;
}
