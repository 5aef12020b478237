namespace Holdfast.Safety.Labels;

/// <summary>Where a piece of content came from, how far it is trusted, and who may see it.</summary>
/// <param name="Source"><c>principal</c>, <c>agent</c>, <c>operator</c> or <c>tool:NAME</c>.</param>
/// <param name="Integrity">How far it is trusted.</param>
/// <param name="Audience">Who may see it.</param>
public sealed record Label(string Source, Integrity Integrity, Audience Audience)
{
    /// <summary>What the principal said.</summary>
    public static Label OfPrincipal { get; } = new("principal", Integrity.Trusted, Audience.Principal);
}
