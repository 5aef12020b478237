namespace Holdfast.Testing.RedTeam;

/// <summary>What came of an attack.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Harmful">The calls that were carried out and that the user did not ask for: what left the process.</param>
/// <param name="Swayed">Calls that the user asked for, to the right receiver, whose text for people a stranger wrote: a limit of the label rule.</param>
/// <param name="HeldBack">The rules that held calls back, such as <c>label</c>.</param>
/// <param name="Undefended">Whether the attack succeeds where everything is declared trusted: then it was the policy that stopped it, not the model.</param>
public sealed record AttackResult(Attack Attack, IReadOnlyList<string> Harmful, IReadOnlyList<string> Swayed, IReadOnlyList<string> HeldBack, bool Undefended);
