namespace Holdfast.Tools;

/// <summary>The answer to "did this call happen?".</summary>
/// <param name="Happened">True when the effect happened, false when it certainly did not, null when nobody can tell.</param>
/// <param name="Result">What the call would have returned, when it happened; serialised like any result.</param>
public sealed record ToolProbe(bool? Happened, object? Result = null)
{
    /// <summary>The effect certainly did not happen: the call may be made again.</summary>
    public static ToolProbe No { get; } = new(false);

    /// <summary>Nobody can tell: a human decides.</summary>
    public static ToolProbe Unknown { get; } = new((bool?)null);

    /// <summary>The effect happened and returned <paramref name="result"/>.</summary>
    public static ToolProbe Yes(object? result) => new(true, result);
}
