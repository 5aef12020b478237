namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>What is read and written of clients' preferences.</summary>
internal static class ClientStatements
{
    public static async Task<ClientProfile> ReadProfileAsync(this TableConnection connection, Client client, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            "SELECT name, email, preferred_staff, preferred_part, notes FROM scheduling_clients WHERE tenant = @tenant AND user_id = @user",
            static row =>
            {
                string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
                return new ClientProfile(Text(0), Text(1), Text(2), Enum.Parse<DayPart>(row.GetString(3)), Text(4));
            },
            cancellationToken,
            ("@tenant", client.Tenant),
            ("@user", client.ProfileUser))).SingleOrDefault() ?? ClientProfile.Unknown;

    public static Task SaveProfileAsync(this TableConnection connection, Client client, ClientProfile profile, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            INSERT INTO scheduling_clients (tenant, user_id, name, email, preferred_staff, preferred_part, notes)
            VALUES (@tenant, @user, @name, @email, @staff, @part, @notes)
            ON CONFLICT (tenant, user_id) DO UPDATE SET name = excluded.name, email = excluded.email,
                preferred_staff = excluded.preferred_staff, preferred_part = excluded.preferred_part, notes = excluded.notes
            """,
            cancellationToken,
            ("@tenant", client.Tenant),
            ("@user", client.ProfileUser),
            ("@name", profile.Name),
            ("@email", profile.Email),
            ("@staff", profile.PreferredStaff),
            ("@part", profile.PreferredPart.ToString()),
            ("@notes", profile.Notes));
}
