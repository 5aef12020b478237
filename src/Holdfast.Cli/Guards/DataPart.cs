namespace Holdfast.Cli.Guards;

/// <summary>What a piece of the data is used for.</summary>
internal enum DataPart
{
    Train,
    Tune,
    HeldBack,
}
