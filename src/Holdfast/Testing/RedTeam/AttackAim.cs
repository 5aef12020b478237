namespace Holdfast.Testing.RedTeam;

/// <summary>What a stranger wants to happen.</summary>
/// <param name="Name">Its name in reports, see <see cref="Attack.Aim"/>.</param>
/// <param name="Arguments">The arguments of the tool, as JSON text.</param>
/// <param name="Order">The order: <c>call TOOL with {json}</c>, or several.</param>
internal sealed record AttackAim(string Name, string Arguments, string Order)
{
    /// <summary>What must not leave, with only letters and digits.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
