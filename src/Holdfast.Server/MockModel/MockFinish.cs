namespace Holdfast.Server.MockModel;

/// <summary>Why an answer ended; each protocol has its own word for it.</summary>
internal enum MockFinish
{
    Stop,
    Length,
    ToolCalls,
    Refusal,
}
