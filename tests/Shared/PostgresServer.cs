using System.Security.Cryptography;
using Npgsql;

namespace Holdfast.Tests.Shared;

/// <summary>The PostgreSQL that this test process uses: a private throw-away cluster, or the one named in HOLDFAST_TEST_POSTGRES.</summary>
/// <remarks>Started by the first call, shared by all tests of the process, gone when the process ends, however it ends.</remarks>
internal static class PostgresServer
{
    /// <summary>Holds an Npgsql connection string of a role that may create databases.</summary>
    public const string Variable = "HOLDFAST_TEST_POSTGRES";

    private static readonly Lock Gate = new();
    private static Task<string>? starting;

    /// <summary>Why tests on PostgreSQL cannot run here, or null when they can.</summary>
    public static string? Missing { get; } = External is null && PostgresCluster.FindBinaries() is null
        ? $"PostgreSQL is not installed (Debian: apt-get install postgresql) and {Variable} names no server."
        : null;

    private static string? External => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    /// <summary>Creates an empty database; disposing it drops it. Skips the calling test where there is no PostgreSQL.</summary>
    /// <remarks>Call it from a test or from InitializeAsync of the test class. Inside a fixture a skip counts as a failure: ask <see cref="Missing"/> first.</remarks>
    public static async Task<PostgresDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        Assert.SkipUnless(Missing is null, Missing ?? "");
        var admin = await StartOnceAsync().WaitAsync(cancellationToken);
        var name = "holdfast_test_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await ExecuteAsync(admin, $"CREATE DATABASE {name} TEMPLATE template0", cancellationToken);
        // A simulated process that dies keeps its pool; what lies idle in it is given back soon, or many of them use up the server's connections.
        var connectionString = new NpgsqlConnectionStringBuilder(admin) { Database = name, ConnectionIdleLifetime = 2, ConnectionPruningInterval = 1 };
        return new PostgresDatabase(admin, name, connectionString.ConnectionString);
    }

    private static Task<string> StartOnceAsync()
    {
        lock (Gate)
        {
            return starting ??= External is { } external ? Task.FromResult(external) : PostgresCluster.StartAsync();
        }
    }

    internal static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
