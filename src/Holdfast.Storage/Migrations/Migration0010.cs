namespace Holdfast.Storage.Migrations;

/// <summary>Answers that may be given again, and how often they were.</summary>
internal static class Migration0010
{
    public static Migration Answers { get; } = new(10,
    [
        """
        CREATE TABLE cached_answers (
            run {guid} NOT NULL UNIQUE, at {long} NOT NULL, expires_at {long} NOT NULL, rests_on {text} NOT NULL, meaning {text} NOT NULL,
            tenant {text} NOT NULL, user_id {text} NOT NULL, agent {text} NOT NULL, question {text} NOT NULL, answer {text} NOT NULL){strict}
        """,
        "CREATE INDEX cached_answers_meaning ON cached_answers (rests_on, meaning, at)",
        "CREATE INDEX cached_answers_agent ON cached_answers (tenant, agent, at)",
        """
        CREATE TABLE answer_lookups (
            tenant {text} NOT NULL, agent {text} NOT NULL, day {int} NOT NULL, hits {long} NOT NULL, misses {long} NOT NULL, reported {long} NOT NULL,
            PRIMARY KEY (tenant, agent, day)){strict}
        """,
    ]);
}
