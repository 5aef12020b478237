namespace Holdfast.Simulation.World;

public enum StorageEngine
{
    Memory,
    Sqlite,
    PostgreSql,
}
