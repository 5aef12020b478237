namespace Holdfast.Runs.Events;

/// <summary>What becomes of an answer that was scored.</summary>
public enum ScoreOutcome
{
    /// <summary>The user is given it.</summary>
    Given,

    /// <summary>It is withheld, and the user is asked to say more.</summary>
    Asked,

    /// <summary>It is withheld, and the session is passed on to a person.</summary>
    Escalated,

    /// <summary>It is withheld, and the stronger tier takes the run over.</summary>
    MovedUp,
}
