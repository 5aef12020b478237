using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Cli.Guards;

/// <summary>A labelled text.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsInjection">Whether it attacks.</param>
/// <param name="IsDocument">Whether it is a document, and not a message.</param>
/// <param name="Variant">The kind of attack, or of harmless text.</param>
/// <param name="Attack">The attacking part of a document, where it is known.</param>
internal sealed record InjectionExample(string Text, bool IsInjection, bool IsDocument, string Variant, string? Attack)
{
    /// <summary>Set when the data is split.</summary>
    public DataPart Part { get; set; }

    /// <summary>Which examples resemble each other; set when the data is split.</summary>
    public int Group { get; set; }

    /// <summary>Which fold of a cross-validation it belongs to: the same attack, and documents that resemble each other, stay together.</summary>
    public int Fold(int folds) => Attack is { } attack ? Of(attack, folds) : Group > 0 ? Group % folds : Of(Text, folds);

    private static int Of(string text, int folds) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[1] % folds;

    /// <summary>The text without the attack.</summary>
    public string Carrier => Attack is null ? Text : Text.Replace(Attack, " ", StringComparison.Ordinal);
}
