using System.Collections;

namespace Holdfast.Json;

/// <summary>Which properties or items of one value the schemas applied to it have looked at, by position.</summary>
internal sealed class Evaluated
{
    private BitArray? _members;
    private bool _all;

    public void AddAll() => _all = true;

    public void Add(int position)
    {
        if (_all)
            return;
        _members ??= new BitArray(position + 1);
        if (_members.Length <= position)
            _members.Length = Math.Max(position + 1, _members.Length * 2);
        _members[position] = true;
    }

    public bool Contains(int position) => _all || (_members is not null && position < _members.Length && _members[position]);

    /// <summary>Adds what another branch has looked at.</summary>
    /// <returns>False when the run is out of steps: merging is work in proportion to the size of the value.</returns>
    public bool Merge(Evaluated other, Evaluation run)
    {
        _all |= other._all;
        if (_all || other._members is null)
            return true;
        if (!run.Spend(other._members.Length / 32))
            return false;
        _members ??= new BitArray(other._members.Length);
        var length = Math.Max(_members.Length, other._members.Length);
        _members.Length = length;
        other._members.Length = length;
        _members.Or(other._members);
        return true;
    }
}
