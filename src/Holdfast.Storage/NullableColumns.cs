using System.Data.Common;
using Holdfast.Journal;

namespace Holdfast.Storage;

/// <summary>Reads columns that may be empty.</summary>
internal static class NullableColumns
{
    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A time that is kept in microseconds.</summary>
    public static DateTimeOffset? TimeOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : HashChain.FromMicroseconds(reader.GetInt64(column));

    public static Guid? GuidOrNull(this DbDataReader reader, int column, Dialect dialect) => reader.IsDBNull(column) ? null : dialect.ReadGuid(reader, column);
}
