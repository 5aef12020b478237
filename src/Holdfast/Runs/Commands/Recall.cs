namespace Holdfast.Runs.Commands;

/// <summary>Look up what is known of the user from earlier sessions.</summary>
public sealed record Recall : Command
{
    /// <summary>Recall: for whom is in the state.</summary>
    public static Recall Instance { get; } = new();
}
