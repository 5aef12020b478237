namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>The tables. Instants are seconds since 1970 in UTC, days are ISO dates as text, times of day are minutes.</summary>
internal static class SchedulingSchema
{
    /// <summary>A calendar is guarded in steps of this many minutes.</summary>
    public const int SlotMinutes = 5;

    // A slot belongs to one appointment at most: its primary key is what makes a double booking impossible.
    public const string Statements = """
        CREATE TABLE IF NOT EXISTS scheduling_services (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, minutes INT NOT NULL, buffer_minutes INT NOT NULL, price TEXT NOT NULL, position INT NOT NULL);
        CREATE TABLE IF NOT EXISTS scheduling_staff (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, time_zone TEXT NOT NULL, position INT NOT NULL);
        CREATE TABLE IF NOT EXISTS scheduling_staff_services (
            staff TEXT NOT NULL, service TEXT NOT NULL, PRIMARY KEY (staff, service));
        CREATE TABLE IF NOT EXISTS scheduling_working_hours (
            staff TEXT NOT NULL, weekday INT NOT NULL, opens INT NOT NULL, closes INT NOT NULL, PRIMARY KEY (staff, weekday, opens));
        CREATE TABLE IF NOT EXISTS scheduling_absences (
            id TEXT PRIMARY KEY, staff TEXT, first_day TEXT NOT NULL, last_day TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS scheduling_appointments (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, user_id TEXT NOT NULL, session TEXT NOT NULL, client TEXT NOT NULL,
            service TEXT NOT NULL, staff TEXT NOT NULL, starts_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, busy_until BIGINT NOT NULL,
            status TEXT NOT NULL, created_by TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL, version INT NOT NULL);
        CREATE INDEX IF NOT EXISTS scheduling_appointments_by_time ON scheduling_appointments (starts_at, staff);
        CREATE INDEX IF NOT EXISTS scheduling_appointments_by_user ON scheduling_appointments (tenant, user_id, starts_at);
        CREATE TABLE IF NOT EXISTS scheduling_slots (
            staff TEXT NOT NULL, slot BIGINT NOT NULL, appointment TEXT NOT NULL, PRIMARY KEY (staff, slot));
        CREATE INDEX IF NOT EXISTS scheduling_slots_by_appointment ON scheduling_slots (appointment);
        CREATE TABLE IF NOT EXISTS scheduling_clients (
            tenant TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT, email TEXT, preferred_staff TEXT, preferred_part TEXT NOT NULL, notes TEXT,
            PRIMARY KEY (tenant, user_id));
        CREATE TABLE IF NOT EXISTS scheduling_idempotency (
            call_key TEXT PRIMARY KEY, request TEXT NOT NULL, result TEXT, created_at BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS scheduling_outbox (
            message_id TEXT PRIMARY KEY, appointment TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
            created_at BIGINT NOT NULL, due_at BIGINT NOT NULL, attempts INT NOT NULL, delivered_at BIGINT, failure TEXT);
        CREATE INDEX IF NOT EXISTS scheduling_outbox_due ON scheduling_outbox (due_at) WHERE delivered_at IS NULL;
        """;
}
