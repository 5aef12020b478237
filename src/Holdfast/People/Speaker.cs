namespace Holdfast.People;

/// <summary>Who says something in a session.</summary>
public enum Speaker
{
    /// <summary>The user.</summary>
    User,

    /// <summary>The agent.</summary>
    Agent,

    /// <summary>A person of the business who took the session over.</summary>
    Person,
}
