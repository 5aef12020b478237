using System.Data.Common;
using Holdfast.Storage.Identity;

namespace Holdfast.Storage;

/// <summary>What differs between the engines in statements that are otherwise shared.</summary>
internal abstract class Dialect
{
    public abstract string Engine { get; }

    /// <summary>What the placeholders of the migrations stand for.</summary>
    public abstract IReadOnlyDictionary<string, string> TypeNames { get; }

    /// <summary>Adds the next positional parameter ($1, $2, ...).</summary>
    public abstract void Add(DbCommand command, object? value);

    public abstract Guid ReadGuid(DbDataReader reader, int column);

    /// <summary>An expression for the UTC day (yyyy-MM-dd) of a column of microseconds.</summary>
    public abstract string DayOf(string column);

    /// <summary>Whether a transaction lost against another one and may succeed when it is done again.</summary>
    public abstract bool IsConflict(DbException exception);

    /// <summary>Reads the chunks of base $1 that the engine ranks highest for the text query $2: number, title terms, heading terms, body terms.</summary>
    /// <param name="condition">What must hold of a chunk's number, such as <c>IN (...)</c>; or empty.</param>
    public abstract string ChunkSearch(string condition);

    /// <summary>The text query for chunks of a base that hold any of the terms, which are letters and digits only.</summary>
    public abstract string ChunkQuery(long id, IEnumerable<string> terms);

    /// <summary>What the search holds of a user's runs, for <see cref="EraseWordsAsync"/>.</summary>
    public abstract Task<IReadOnlyList<RunWords>> FindWordsAsync(Database database, string tenant, string user, CancellationToken cancellationToken);

    /// <summary>Takes a session's runs out of the search.</summary>
    public abstract Task EraseWordsAsync(DatabaseWrite write, long session, IEnumerable<RunWords> words);

    /// <summary>Drops what the engine still holds of erased rows, where that can be asked of it.</summary>
    public abstract Task CompactAsync(Database database, CancellationToken cancellationToken);

    /// <summary>Our exception for one of the engine's.</summary>
    public abstract Exception Translate(DbException exception);
}
