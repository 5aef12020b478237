namespace Holdfast.Safety.Guards.Injection;

/// <summary>A sentence of a document, or a part of one that is very long.</summary>
/// <param name="First">Its first word.</param>
/// <param name="Count">How many words it has.</param>
/// <param name="End">How it ends.</param>
/// <param name="Continues">Whether its sentence began before it.</param>
internal readonly record struct Segment(int First, int Count, SegmentEnd End, bool Continues = false);
