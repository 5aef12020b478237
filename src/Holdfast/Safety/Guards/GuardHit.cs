namespace Holdfast.Safety.Guards;

/// <summary>A finding inside the checked text, with the guard that made it and what is to happen.</summary>
internal readonly record struct GuardHit(int Guard, GuardMode Mode, GuardFinding Finding)
{
    public int Start => Finding.Start;

    public int End => Finding.Start + Finding.Length;
}
