using System.Buffers;

namespace Holdfast.Safety.Guards.Secrets;

/// <summary>A provider's key: a fixed beginning, then a number of characters of an alphabet.</summary>
/// <param name="Rule">Its name in measurements.</param>
/// <param name="Prefix">How it begins. Case counts.</param>
/// <param name="Alphabet">What may follow.</param>
/// <param name="Fewest">How many characters follow at least.</param>
/// <param name="Most">How many follow at most; more make it something else.</param>
/// <param name="Varied">Whether rows of one character are placeholders rather than keys.</param>
/// <param name="Check">A further rule for what follows the prefix.</param>
internal sealed record SecretToken(string Rule, string Prefix, SearchValues<char> Alphabet, int Fewest, int Most, bool Varied = true, SecretCheck? Check = null);
