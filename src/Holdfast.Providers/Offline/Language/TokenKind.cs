namespace Holdfast.Providers.Offline.Language;

internal enum TokenKind
{
    Word,
    Number,
    Symbol,
}
