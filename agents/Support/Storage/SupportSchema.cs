namespace Holdfast.Agents.Support.Storage;

/// <summary>The tables. Instants are seconds since 1970 in UTC, amounts are cents.</summary>
internal static class SupportSchema
{
    public const string Statements = """
        CREATE TABLE IF NOT EXISTS support_products (
            id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, category TEXT NOT NULL, price_cents BIGINT NOT NULL, stock INT NOT NULL,
            summary TEXT NOT NULL, returnable INT NOT NULL, warranty_months INT NOT NULL, position INT NOT NULL);
        CREATE TABLE IF NOT EXISTS support_reviews (
            product TEXT NOT NULL, author TEXT NOT NULL, stars INT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (product, author));
        CREATE TABLE IF NOT EXISTS support_customers (
            tenant TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,
            street TEXT NOT NULL, postcode TEXT NOT NULL, city TEXT NOT NULL, version INT NOT NULL, PRIMARY KEY (tenant, user_id));
        CREATE TABLE IF NOT EXISTS support_verifications (
            session TEXT NOT NULL, tenant TEXT NOT NULL, user_id TEXT NOT NULL, verified_at BIGINT NOT NULL, PRIMARY KEY (session, tenant, user_id));
        CREATE TABLE IF NOT EXISTS support_identity_attempts (
            call_key TEXT PRIMARY KEY, tenant TEXT NOT NULL, user_id TEXT NOT NULL, failed_at BIGINT NOT NULL);
        CREATE INDEX IF NOT EXISTS support_identity_attempts_by_user ON support_identity_attempts (tenant, user_id, failed_at);
        CREATE TABLE IF NOT EXISTS support_orders (
            number TEXT PRIMARY KEY, tenant TEXT NOT NULL, user_id TEXT NOT NULL, status TEXT NOT NULL, placed_at BIGINT NOT NULL,
            shipped_at BIGINT, expected_at BIGINT NOT NULL, delivered_at BIGINT, tracking TEXT, carrier_note TEXT, payment TEXT NOT NULL,
            shipping_cents BIGINT NOT NULL, street TEXT NOT NULL, postcode TEXT NOT NULL, city TEXT NOT NULL, version INT NOT NULL);
        CREATE INDEX IF NOT EXISTS support_orders_by_user ON support_orders (tenant, user_id, placed_at);
        CREATE TABLE IF NOT EXISTS support_order_items (
            order_number TEXT NOT NULL, line INT NOT NULL, product TEXT NOT NULL, quantity INT NOT NULL, unit_cents BIGINT NOT NULL,
            PRIMARY KEY (order_number, line));
        CREATE TABLE IF NOT EXISTS support_claims (
            number TEXT PRIMARY KEY, order_number TEXT NOT NULL, line INT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL,
            created_at BIGINT NOT NULL, received_at BIGINT, UNIQUE (order_number, line));
        CREATE TABLE IF NOT EXISTS support_refunds (
            number TEXT PRIMARY KEY, order_number TEXT NOT NULL, tenant TEXT NOT NULL, user_id TEXT NOT NULL, amount_cents BIGINT NOT NULL,
            automatic INT NOT NULL, words TEXT NOT NULL, created_at BIGINT NOT NULL);
        CREATE INDEX IF NOT EXISTS support_refunds_by_order ON support_refunds (order_number);
        CREATE INDEX IF NOT EXISTS support_refunds_by_user ON support_refunds (tenant, user_id, created_at);
        CREATE TABLE IF NOT EXISTS support_idempotency (
            call_key TEXT PRIMARY KEY, request TEXT NOT NULL, result TEXT, created_at BIGINT NOT NULL);
        """;
}
