namespace Holdfast.Storage.Migrations;

/// <summary>Knowledge bases: documents, their chunks with the engine's text search over them, how often terms occur, and vectors.</summary>
internal static class Migration0006
{
    public static Migration Knowledge { get; } = new(6,
    [
        """
        CREATE TABLE knowledge_bases (
            no {number}, created_at {long} NOT NULL, updated_at {long} NOT NULL, version {long} NOT NULL, title_terms {long} NOT NULL,
            heading_terms {long} NOT NULL, body_terms {long} NOT NULL, documents {int} NOT NULL, chunks {int} NOT NULL,
            tenant {text} NOT NULL, name {text} NOT NULL, description {text} NOT NULL, UNIQUE (tenant, name)){strict}
        """,
        """
        CREATE TABLE knowledge_documents (
            no {number}, base {long} NOT NULL, updated_at {long} NOT NULL, characters {int} NOT NULL, chunks {int} NOT NULL,
            path {text} NOT NULL, title {text} NOT NULL, hash {text} NOT NULL, media_type {text} NOT NULL, tags {text} NOT NULL,
            metadata {text} NOT NULL, text {text} NOT NULL, UNIQUE (base, path)){strict}
        """,
        """
        CREATE TABLE knowledge_chunks (
            no {number}, base {long} NOT NULL, document {long} NOT NULL, start_at {int} NOT NULL, end_at {int} NOT NULL,
            heading {text} NOT NULL, text {text} NOT NULL, hash {text} NOT NULL, base_key {text} NOT NULL, title_terms {text} NOT NULL,
            heading_terms {text} NOT NULL, body_terms {text} NOT NULL){strict}
        """,
        "CREATE INDEX knowledge_chunks_document ON knowledge_chunks (document)",
        "CREATE INDEX knowledge_chunks_base ON knowledge_chunks (base, hash)",
        "CREATE TABLE knowledge_terms (base {long} NOT NULL, term {text} NOT NULL, chunks {int} NOT NULL, PRIMARY KEY (base, term)){rowless}",
        """
        CREATE TABLE knowledge_vectors (
            base {long} NOT NULL, model {text} NOT NULL, hash {text} NOT NULL, vector {blob} NOT NULL, PRIMARY KEY (base, model, hash)){strict}
        """,
        """
        postgresql:ALTER TABLE knowledge_chunks ADD COLUMN search tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', heading_terms), 'B')
            || setweight(to_tsvector('simple', body_terms), 'D')) STORED
        """,
        "postgresql:CREATE INDEX knowledge_chunks_search ON knowledge_chunks USING gin (search)",
        """
        sqlite:CREATE VIRTUAL TABLE knowledge_search USING fts5 (
            base_key, title_terms, heading_terms, body_terms, content = 'knowledge_chunks', content_rowid = 'no', tokenize = 'unicode61 remove_diacritics 0')
        """,
        """
        sqlite:CREATE TRIGGER knowledge_search_add AFTER INSERT ON knowledge_chunks BEGIN
            INSERT INTO knowledge_search (rowid, base_key, title_terms, heading_terms, body_terms)
            VALUES (new.no, new.base_key, new.title_terms, new.heading_terms, new.body_terms); END
        """,
        """
        sqlite:CREATE TRIGGER knowledge_search_drop AFTER DELETE ON knowledge_chunks BEGIN
            INSERT INTO knowledge_search (knowledge_search, rowid, base_key, title_terms, heading_terms, body_terms)
            VALUES ('delete', old.no, old.base_key, old.title_terms, old.heading_terms, old.body_terms); END
        """,
    ]);
}
