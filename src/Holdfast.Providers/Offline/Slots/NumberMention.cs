namespace Holdfast.Providers.Offline.Slots;

/// <summary>A number found in a message, as a range of tokens.</summary>
internal readonly record struct NumberMention(double Value, int First, int Next)
{
    public bool IsWhole => Value == Math.Floor(Value) && Math.Abs(Value) < 9e15;
}
