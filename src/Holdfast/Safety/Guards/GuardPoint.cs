namespace Holdfast.Safety.Guards;

/// <summary>Where a guard looks.</summary>
[Flags]
public enum GuardPoint
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>What the principal says.</summary>
    Input = 1,

    /// <summary>What a tool returned.</summary>
    ToolResult = 2,

    /// <summary>A retrieved document or a recalled memory.</summary>
    Retrieved = 4,

    /// <summary>What the agent answers.</summary>
    Output = 8,

    /// <summary>What the agent writes and no person reads: the arguments of its calls, its plans, its thoughts.</summary>
    Intent = 16,

    /// <summary>Everything that comes in from outside.</summary>
    Incoming = Input | ToolResult | Retrieved,

    /// <summary>Everywhere.</summary>
    Everywhere = Incoming | Output | Intent,
}
