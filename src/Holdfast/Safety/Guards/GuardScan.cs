namespace Holdfast.Safety.Guards;

/// <summary>What the guards of a set found in one text, before anything was done about it.</summary>
internal sealed class GuardScan
{
    public List<GuardHit> Hits { get; } = [];

    /// <summary>The guards that ended with an exception, with the exception's type.</summary>
    public Dictionary<int, string> Failures { get; } = [];

    /// <summary>Adds a finding, cut to the text; one without a place means the whole text.</summary>
    public void Add(int guard, GuardMode mode, GuardFinding finding, int length)
    {
        var start = Math.Clamp(finding.Start, 0, length);
        var end = Math.Clamp((long)finding.Start + finding.Length, start, length);
        if (end == start)
        {
            (start, end) = (0, length);
        }

        var asked = finding.AtMost is { } most && most < mode ? most : mode;
        Hits.Add(new GuardHit(guard, asked, finding with { Start = start, Length = (int)(end - start) }));
    }
}
