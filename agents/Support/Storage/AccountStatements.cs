using Holdfast.Agents.Support.Accounts;

namespace Holdfast.Agents.Support.Storage;

/// <summary>What is read and written of accounts and of who was found to be their owner.</summary>
internal static class AccountStatements
{
    public static async Task<Customer?> FindCustomerAsync(this TableConnection connection, Account account, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            "SELECT name, email, phone, street, postcode, city FROM support_customers WHERE tenant = @tenant AND user_id = @user",
            static row => new Customer(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)),
            cancellationToken,
            ("@tenant", account.Tenant),
            ("@user", account.User))).SingleOrDefault();

    /// <summary>Keeps other writers off the account until the transaction ends.</summary>
    public static Task LockAccountAsync(this TableConnection connection, Account account, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE support_customers SET version = version + 1 WHERE tenant = @tenant AND user_id = @user",
            cancellationToken,
            ("@tenant", account.Tenant),
            ("@user", account.User));

    public static Task SaveCustomerAsync(this TableConnection connection, Account account, Customer customer, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            UPDATE support_customers SET name = @name, email = @email, phone = @phone, street = @street, postcode = @postcode, city = @city
            WHERE tenant = @tenant AND user_id = @user
            """,
            cancellationToken,
            ("@tenant", account.Tenant),
            ("@user", account.User),
            ("@name", customer.Name),
            ("@email", customer.Email),
            ("@phone", customer.Phone),
            ("@street", customer.Street),
            ("@postcode", customer.Postcode),
            ("@city", customer.City));

    public static async Task<bool> IsVerifiedAsync(this TableConnection connection, Account account, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            "SELECT verified_at FROM support_verifications WHERE session = @session AND tenant = @tenant AND user_id = @user",
            static row => row.GetInt64(0),
            cancellationToken,
            ("@session", account.Session),
            ("@tenant", account.Tenant),
            ("@user", account.User))).Count > 0;

    public static Task AddVerificationAsync(this TableConnection connection, Account account, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            INSERT INTO support_verifications (session, tenant, user_id, verified_at) VALUES (@session, @tenant, @user, @now)
            ON CONFLICT (session, tenant, user_id) DO NOTHING
            """,
            cancellationToken,
            ("@session", account.Session),
            ("@tenant", account.Tenant),
            ("@user", account.User),
            ("@now", now.ToUnixTimeSeconds()));

    public static async Task<int> CountFailedAttemptsAsync(this TableConnection connection, Account account, DateTimeOffset since, CancellationToken cancellationToken) =>
        (int)(await connection.QueryAsync(
            "SELECT count(*) FROM support_identity_attempts WHERE tenant = @tenant AND user_id = @user AND failed_at > @since",
            static row => row.GetInt64(0),
            cancellationToken,
            ("@tenant", account.Tenant),
            ("@user", account.User),
            ("@since", since.ToUnixTimeSeconds()))).Single();

    public static Task AddFailedAttemptAsync(this TableConnection connection, Account account, string key, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "INSERT INTO support_identity_attempts (call_key, tenant, user_id, failed_at) VALUES (@key, @tenant, @user, @now)",
            cancellationToken,
            ("@key", key),
            ("@tenant", account.Tenant),
            ("@user", account.User),
            ("@now", now.ToUnixTimeSeconds()));
}
