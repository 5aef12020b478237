namespace Holdfast.Safety.Guards.Injection;

/// <summary>How a segment ends.</summary>
internal enum SegmentEnd
{
    /// <summary>Without a mark, as headings and items of lists do.</summary>
    Open,

    /// <summary>With a full stop or the like.</summary>
    Stop,

    /// <summary>With a question mark.</summary>
    Question,
}
