using System.Data.Common;
using Holdfast.Classification;
using Holdfast.Journal;

namespace Holdfast.Storage.Classification;

/// <summary>Keeps every version of every classifier, and which version of each is in production. Safe for concurrent use, from several processes.</summary>
public sealed class ClassifierStore
{
    private const int LongestName = 64;

    /// <summary>In production is the version that was put there last, unless it was taken back.</summary>
    private const string Columns = """
        SELECT c.name, c.version, c.created_at, c.labels, c.examples, c.strangers, c.accuracy, c.false_rejections, c.calibration_error, c.stranger_recall, c.hash,
            CASE WHEN c.production_at = (SELECT max(o.production_at) FROM classifiers o WHERE o.name = c.name) THEN 1 ELSE 0 END
        FROM classifiers c
        """;

    private const string Insertion = """
        INSERT INTO classifiers (name, version, created_at, labels, examples, strangers, accuracy, false_rejections, calibration_error, stranger_recall, hash, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    /// <summary>Later than any other, also when clocks go back.</summary>
    private const string Promotion = """
        UPDATE classifiers SET production_at = (SELECT CASE WHEN max(production_at) >= $3 THEN max(production_at) + 1 ELSE $3 END FROM classifiers WHERE name = $1)
        WHERE name = $1 AND version = $2
        """;

    private readonly Database database;

    internal ClassifierStore(Database database)
    {
        this.database = database;
    }

    /// <summary>Stores a classifier as the next version of its name. The newest version again is not stored twice.</summary>
    /// <param name="name">1 to 64 lower-case letters, digits and hyphens.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>invalid-classifier-name</c>.</exception>
    public Task<ClassifierVersion> AddAsync(string name, TextClassifier classifier, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(classifier);
        if (name.Length is 0 or > LongestName || !name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new HoldfastException("invalid-classifier-name", $"A classifier's name is 1 to {LongestName} lower-case letters, digits and hyphens, such as 'support-topics'.");
        }

        var content = classifier.Write();
        return database.WriteAsync(
            async write =>
            {
                var newest = (await write.QueryAsync(Columns + " WHERE c.name = $1 ORDER BY c.version DESC LIMIT 1", [name], Read)).SingleOrDefault();
                if (newest?.Hash == classifier.Hash)
                {
                    return newest;
                }

                var figures = classifier.Figures;
                var version = (newest?.Version ?? 0) + 1;
                await write.ExecuteAsync(
                    Insertion,
                    [
                        name, version, HashChain.ToMicroseconds(now), classifier.Labels.Count, figures.Examples, figures.OutOfScopeExamples, figures.Accuracy,
                        figures.FalseRejections, figures.CalibrationError, figures.OutOfScopeRecall, classifier.Hash, content,
                    ]);
                return await FindAsync(write, name, version);
            },
            cancellationToken);
    }

    /// <summary>Lists versions: by name, the newest first.</summary>
    /// <param name="name">The name, or null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<ClassifierVersion>> ListAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        var where = new Conditions();
        where.Add(name, "c.name = {0}");
        return await database.QueryAsync($"{Columns} {where} ORDER BY c.name, c.version DESC", where.Arguments, Read, cancellationToken);
    }

    /// <summary>Loads a classifier; null where there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its number, or null for the one in production.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="HoldfastException"><c>invalid-classifier</c>: the stored content is damaged.</exception>
    public async Task<TextClassifier?> FindAsync(string name, int? version = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var content = version is { } number
            ? await database.QueryAsync("SELECT content FROM classifiers WHERE name = $1 AND version = $2", [name, number], Content, cancellationToken)
            : await database.QueryAsync(
                "SELECT content FROM classifiers WHERE name = $1 AND production_at IS NOT NULL ORDER BY production_at DESC LIMIT 1", [name], Content, cancellationToken);
        return content.Count == 0 ? null : TextClassifier.Read(content[0]);

        static byte[] Content(DbDataReader reader, Dialect dialect) => reader.GetFieldValue<byte[]>(0);
    }

    /// <summary>Puts a version into production.</summary>
    /// <param name="name">The classifier's name.</param>
    /// <param name="version">Its number.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>unknown-classifier</c>.</exception>
    public Task<ClassifierVersion> PromoteAsync(string name, int version, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return database.WriteAsync(
            async write =>
            {
                await write.ExecuteAsync(Promotion, [name, version, HashChain.ToMicroseconds(now)]);
                return await FindAsync(write, name, version);
            },
            cancellationToken);
    }

    /// <summary>Takes back the version that is in production: the one that was there before it is there again.</summary>
    /// <param name="name">The classifier's name.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>The version that is in production now.</returns>
    /// <exception cref="HoldfastException"><c>no-earlier-classifier</c>: there was none before it.</exception>
    public Task<ClassifierVersion> RollBackAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return database.WriteAsync(
            async write =>
            {
                var promoted = await write.QueryAsync(
                    "SELECT version FROM classifiers WHERE name = $1 AND production_at IS NOT NULL ORDER BY production_at DESC LIMIT 2", [name], static (reader, _) => reader.GetInt32(0));
                if (promoted.Count < 2)
                {
                    throw new HoldfastException("no-earlier-classifier", $"No version of the classifier '{name}' was in production before the present one. The list shows those that could be put there.");
                }

                await write.ExecuteAsync("UPDATE classifiers SET production_at = NULL WHERE name = $1 AND version = $2", [name, promoted[0]]);
                return await FindAsync(write, name, promoted[1]);
            },
            cancellationToken);
    }

    private static async Task<ClassifierVersion> FindAsync(DatabaseWrite write, string name, int version) =>
        (await write.QueryAsync(Columns + " WHERE c.name = $1 AND c.version = $2", [name, version], Read)).SingleOrDefault()
            ?? throw new HoldfastException("unknown-classifier", $"There is no version {version} of a classifier '{name}'. The list shows those that there are.");

    private static ClassifierVersion Read(DbDataReader reader, Dialect dialect) => new()
    {
        Name = reader.GetString(0),
        Version = reader.GetInt32(1),
        CreatedAt = HashChain.FromMicroseconds(reader.GetInt64(2)),
        Labels = reader.GetInt32(3),
        Figures = new ClassifierFigures(
            reader.GetInt32(4), reader.GetDouble(6), reader.GetDouble(7), reader.GetDouble(8), reader.GetInt32(5), reader.IsDBNull(9) ? null : reader.GetDouble(9)),
        Hash = reader.GetString(10),
        InProduction = reader.GetInt32(11) == 1,
    };
}
