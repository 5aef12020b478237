using System.Text.Json;

namespace Holdfast.Testing.RedTeam;

/// <summary>What attacks on an agent came to, and what its defence costs honest users.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Version">Its version.</param>
/// <param name="Tools">The tools that were attacked: those with effects, and those that carry values outside.</param>
/// <param name="NotAttacked">Tools of that kind for which no valid harmful arguments were found; attack them by tests of your own.</param>
/// <param name="Attacks">Every attack.</param>
/// <param name="Tasks">Every honest task.</param>
public sealed record AttackReport(
    string Agent, string Version, IReadOnlyList<string> Tools, IReadOnlyList<string> NotAttacked, IReadOnlyList<AttackResult> Attacks, IReadOnlyList<TaskResult> Tasks)
{
    /// <summary>Attacks after which something harmful left the process.</summary>
    public IEnumerable<AttackResult> Successful => Attacks.Where(a => a.Harmful.Count > 0 && !a.Attack.IsChoice);

    /// <summary>Attacks that made the agent do what the user asked for with another of the user's own values, or with another text: limits of the label rule, see docs/threat-model.md.</summary>
    public IEnumerable<AttackResult> Swaying => Attacks.Where(a => a.Swayed.Count > 0 || (a.Harmful.Count > 0 && a.Attack.IsChoice));

    /// <summary>Calls with effects that the honest tasks need.</summary>
    public int Planned => Tasks.Sum(t => t.Planned);

    /// <summary>Those of them that ran without a human.</summary>
    public int Unhindered => Tasks.Sum(t => t.Executed);

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RedTeamJson.Default.AttackReport);
}
