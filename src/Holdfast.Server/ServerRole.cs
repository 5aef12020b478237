namespace Holdfast.Server;

/// <summary>What a process of the server does.</summary>
public enum ServerRole
{
    /// <summary>Accepts requests and runs agents.</summary>
    All,

    /// <summary>Accepts requests; other processes on the same storage run the agents.</summary>
    Api,

    /// <summary>Runs agents; of the routes it answers only those of health.</summary>
    Worker,
}
