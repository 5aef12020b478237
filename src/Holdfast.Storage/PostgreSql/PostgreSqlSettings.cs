using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Reads PostgreSQL connection strings and URLs.</summary>
internal static class PostgreSqlSettings
{
    /// <summary>Reads either form, and sets what Holdfast needs.</summary>
    /// <exception cref="HoldfastException"><c>invalid-storage</c>.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connection)
    {
        try
        {
            var isUrl = connection.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
                || connection.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);
            var builder = isUrl ? ParseUrl(new Uri(connection)) : new NpgsqlConnectionStringBuilder(connection);
            builder.ApplicationName ??= "holdfast";
            builder.Enlist = false;
            if (builder.MaxAutoPrepare == 0)
            {
                builder.MaxAutoPrepare = 64;
                builder.AutoPrepareMinUsages = 2;
            }

            return string.IsNullOrEmpty(builder.Host) ? throw HoldfastStorage.Invalid(null) : builder;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // The cause may quote the string, and with it the password: it stays out.
            throw HoldfastStorage.Invalid(null);
        }
    }

    /// <summary>The same database for the connections that write batches.</summary>
    /// <remarks>
    /// Their statements are planned once, perhaps when the tables are empty and a sequential scan looks cheap. They only ever look up rows by key, so
    /// they are held to the indexes.
    /// </remarks>
    public static string ForWriting(NpgsqlConnectionStringBuilder settings) => new NpgsqlConnectionStringBuilder(settings.ConnectionString)
    {
        Options = $"{settings.Options} -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan"
            .TrimStart(),
        NoResetOnClose = true,
    }.ConnectionString;

    private static NpgsqlConnectionStringBuilder ParseUrl(Uri url)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host, Port = url.Port > 0 ? url.Port : 5432 };
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        if (url.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Uri.UnescapeDataString(parts[0]) switch
            {
                "sslmode" => "SSL Mode",
                "application_name" => "Application Name",
                "connect_timeout" => "Timeout",
                var other => other,
            };
            builder[name] = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]).Replace("-", "", StringComparison.Ordinal) : "";
        }

        return builder;
    }
}
