namespace Holdfast.Agents.Scheduling;

/// <summary>The engine behind the data source.</summary>
public enum SchedulingEngine
{
    /// <summary>SQLite: writers take turns.</summary>
    Sqlite,

    /// <summary>PostgreSQL: writers take turns per staff member.</summary>
    PostgreSql,
}
