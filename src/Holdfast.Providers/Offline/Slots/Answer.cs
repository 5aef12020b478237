namespace Holdfast.Providers.Offline.Slots;

internal enum Answer
{
    None,
    Yes,
    No,
}
