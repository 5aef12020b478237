namespace Holdfast.Cost;

/// <summary>One ceiling of a run or its session, and what is left of it.</summary>
/// <param name="name">Its name, such as <c>run tokens</c>.</param>
/// <param name="isMoney">True when it counts nano-dollars, false when tokens.</param>
/// <param name="left">What is left, in its unit.</param>
public sealed class Ceiling(string name, bool isMoney, long left)
{
    /// <summary>Its name, such as <c>run tokens</c>.</summary>
    public string Name { get; } = name;

    /// <summary>True when it counts nano-dollars, false when tokens.</summary>
    public bool IsMoney { get; } = isMoney;

    /// <summary>What is left, in its unit. Below zero only when a provider used more than it was allowed.</summary>
    public long Left { get; internal set; } = left;

    internal long Of(long inputTokens, long outputTokens, ModelPrice price) =>
        IsMoney ? price.CostNanos(inputTokens, outputTokens) : inputTokens + outputTokens;
}
