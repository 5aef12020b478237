namespace Holdfast.Runs.Events;

/// <summary>What happened, as data. Serialised with <see cref="RunEventJson"/>; its kind is in <see cref="EventCodec"/>.</summary>
/// <remarks>A member is added with a default and never renamed or reused; a change of meaning makes a new kind and an up-caster.</remarks>
public abstract record RunEvent;
