namespace Holdfast.Agents.Support.Orders;

/// <summary>The condition of an article that is sent back.</summary>
internal enum ArticleCondition
{
    /// <summary>In its closed packaging.</summary>
    Unopened,

    /// <summary>Unpacked and tried as in a shop.</summary>
    Opened,

    /// <summary>In use for longer.</summary>
    Used,
}
