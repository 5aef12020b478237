namespace Holdfast.Server.Wire;

/// <summary>Ids on the wire: 32 hexadecimal digits; dashes are accepted too.</summary>
internal static class WireId
{
    /// <summary>Reads an id.</summary>
    /// <exception cref="HoldfastException">The given code: what is not an id names nothing that exists.</exception>
    public static Guid Parse(string text, string code, string what) =>
        Guid.TryParseExact(text, "N", out var id) || Guid.TryParseExact(text, "D", out id) ? id
        : throw new HoldfastException(code, $"'{(text.Length <= 64 ? text : text[..64] + "…")}' is no {what} id: those are 32 hexadecimal digits.");

    public static Guid Session(string text) => Parse(text, "unknown-session", "session");

    public static Guid Run(string text) => Parse(text, "unknown-run", "run");

    public static string Of(Guid id) => id.ToString("N");
}
