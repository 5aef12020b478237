namespace Holdfast.Json.Keywords;

/// <summary>Words for limits on a number of things.</summary>
internal static class CountWords
{
    public static string Of(int minimum, int maximum, string things) => (minimum, maximum) switch
    {
        (0, _) => $"at most {maximum} {things}",
        (_, int.MaxValue) => $"at least {minimum} {things}",
        _ when minimum == maximum => $"exactly {minimum} {things}",
        _ => $"{minimum} to {maximum} {things}",
    };
}
