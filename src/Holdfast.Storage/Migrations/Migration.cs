namespace Holdfast.Storage.Migrations;

/// <summary>One step of the schema, applied once, never edited after a release.</summary>
/// <param name="Number">Its number, from 1, without gaps.</param>
/// <param name="Statements">
/// The statements for both engines, with {placeholders} for what <see cref="Dialect.TypeNames"/> names. One that begins with <c>sqlite:</c> or
/// <c>postgresql:</c> is for that engine only.
/// </param>
internal sealed record Migration(int Number, IReadOnlyList<string> Statements)
{
    /// <summary>The statements as the engine wants them.</summary>
    public IEnumerable<string> For(Dialect dialect)
    {
        foreach (var statement in Statements)
        {
            var colon = statement.IndexOf(':', StringComparison.Ordinal);
            var engine = colon > 0 && statement[..colon] is "sqlite" or "postgresql" ? statement[..colon] : null;
            if (engine is not null && engine != dialect.Engine)
            {
                continue;
            }

            var sql = engine is null ? statement : statement[(colon + 1)..];
            foreach (var (name, type) in dialect.TypeNames)
            {
                sql = sql.Replace("{" + name + "}", type, StringComparison.Ordinal);
            }

            yield return sql;
        }
    }
}
