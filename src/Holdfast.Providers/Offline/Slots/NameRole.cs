namespace Holdfast.Providers.Offline.Slots;

internal enum NameRole
{
    Self,
    First,
    Last,
    With,
}
