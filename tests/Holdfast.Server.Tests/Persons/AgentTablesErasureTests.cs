using System.Text;
using System.Text.Json;
using Holdfast.Agents.Scheduling;
using Holdfast.Agents.Support;
using Holdfast.People;
using Holdfast.Storage;
using Holdfast.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Server.Tests.Persons;

/// <summary>What agents keep of a person in tables of their own is given out and erased with the rest; so is what an application keeps in its own.</summary>
public sealed class AgentTablesErasureTests
{
    [Fact]
    public Task Sqlite_holds_nothing_of_an_erased_person() => ErasesAsync(null);

    [Fact]
    public async Task PostgreSql_holds_nothing_of_an_erased_person()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await ErasesAsync(database.ConnectionString);
    }

    [Fact]
    public async Task An_application_s_own_source_is_asked_also_for_somebody_who_never_spoke()
    {
        var crm = new Crm { ["maria"] = "likes lavender", ["bob"] = "likes roses" };
        await using var server = await RunningServer.StartAsync(_ => { }, builder => builder.Services.AddSingleton<IPersonalDataSource>(crm));

        var export = (await server.GetAsync("/v1/users/maria/export")).Text;
        export.ShouldContain("""{"type":"crm.contact","data":{"notes":"likes lavender"}}""");
        export.ShouldNotContain("roses");
        (await server.PostAsync("/v1/users/maria/erase")).Json.GetProperty("records").GetInt32().ShouldBe(1);
        crm.Keys.ShouldBe(["bob"]);
        (await server.GetAsync("/v1/audit")).Json.GetProperty("acts")[0].ShouldSatisfyAllConditions(
            a => a.GetProperty("act").GetString().ShouldBe("person.erased"), a => a.GetProperty("details").GetString().ShouldBe("1 record of crm"));
        (await server.PostAsync("/v1/users/maria/erase")).ShouldRefuse(404, "unknown-user");
    }

    [Fact]
    public async Task Where_a_source_fails_nothing_else_is_erased_and_the_call_can_be_made_again()
    {
        var crm = new Crm { ["maria"] = "likes lavender" };
        await using var server = await RunningServer.StartAsync(_ => { }, builder => builder.Services.AddSingleton<IPersonalDataSource>(crm));
        await server.SayAsync(await server.OpenAsync("echo", "maria"), "I love lavender");

        crm.Fails = true;
        var reply = await server.PostAsync("/v1/users/maria/erase");
        reply.ShouldRefuse(502, "personal-data-source");
        reply.Text.ShouldContain("'crm'");
        reply.Text.ShouldNotContain("secret of the crm");
        (await server.GetAsync("/v1/traces?text=lavender")).Json.GetProperty("traces").GetArrayLength().ShouldBe(1);

        crm.Fails = false;
        (await server.PostAsync("/v1/users/maria/erase")).Status.ShouldBe(200);
        (await server.GetAsync("/v1/traces?text=lavender")).Json.GetProperty("traces").GetArrayLength().ShouldBe(0);
    }

    private static async Task ErasesAsync(string? postgres)
    {
        var outbox = Path.Combine(Path.GetTempPath(), "holdfast-outbox-" + Guid.NewGuid().ToString("N"));
        var server = await RunningServer.StartAsync(
            options =>
            {
                options.Storage = postgres ?? options.Storage;
                options.Support = new SupportOptions();
                options.Scheduling = new SchedulingOptions { OutboxFolder = outbox };
            },
            RunningServer.Offline);
        var support = await server.OpenAsync("support", "maria");
        await server.SayAsync(support, "Verify me: order FF-10041, maria@example.com");
        (await server.SayAsync(support, "yes")).GetProperty("answer").GetString()!.ShouldContain("Maria Brandt");
        await server.SayAsync(support, "Please refund 20 euros for order FF-10041, the kettle arrived with a scratch");
        await server.SayAsync(support, "yes");
        var calendar = await server.OpenAsync("scheduling", "maria");
        await server.SayAsync(calendar, $"Book a Swedish massage on {NextTuesday():yyyy-MM-dd} at 14:00");
        (await server.SayAsync(calendar, "yes")).GetProperty("answer").GetString()!.ShouldContain("APT-");
        await server.SayAsync(calendar, "Send me a confirmation to maria@example.com");
        await server.SayAsync(calendar, "yes");
        var before = await DumpAsync(server);
        string[] traces = ["maria", "Brandt", "Lindenweg 7", "23125 077"];
        before.ShouldContain("maria@example.com");

        var export = (await server.GetAsync("/v1/users/maria/export")).Text.TrimEnd('\n').Split('\n').Select(static line => JsonElement.Parse(line)).ToLookup(static line => line.GetProperty("type").GetString()!);
        export["support.customer"].ShouldHaveSingleItem().GetProperty("data").GetProperty("email").GetString().ShouldBe("maria@example.com");
        export["support.order"].Count().ShouldBeGreaterThan(5);
        export["support.verification"].ShouldNotBeEmpty();
        export["scheduling.appointment"].ShouldHaveSingleItem().GetProperty("data").GetProperty("status").GetString().ShouldBe("booked");
        export["scheduling.confirmation"].ShouldNotBeEmpty();
        var runs = export["run"].Select(static run => run.GetProperty("data").GetProperty("run").GetString()!).ToList();
        before.Split('\n').ShouldContain(row => runs.Any(run => row.StartsWith(run, StringComparison.Ordinal)), "results are kept under the keys of calls");
        var orders = export["support.order"].Select(static o => o.GetProperty("data").GetProperty("number").GetString()!).ToList();

        var reply = await server.PostAsync("/v1/users/maria/erase");

        reply.Status.ShouldBe(200, reply.Text);
        reply.Json.GetProperty("records").GetInt32().ShouldBeGreaterThan(10);
        var after = await DumpAsync(server);
        foreach (var trace in traces)
        {
            after.ShouldNotContain(trace, Case.Insensitive);
        }

        after.Split('\n').ShouldNotContain(row => runs.Any(run => row.StartsWith(run, StringComparison.Ordinal)));

        // The books stay, and what others ordered.
        orders.ShouldAllBe(number => after.Contains(number, StringComparison.Ordinal));
        after.ShouldContain("jonas@example.com");
        var appointment = export["scheduling.appointment"].Single().GetProperty("data").GetProperty("id").GetString()!;
        after.Split('\n').Where(row => row.Contains(appointment, StringComparison.Ordinal)).ShouldHaveSingleItem("its slots are free").ShouldContain("| erased |");
        (await server.GetAsync("/v1/users/maria/export")).ShouldRefuse(404, "unknown-user");

        // A later session under the same name, or under that of the erased, finds nothing.
        foreach (var user in (string[])["maria", "erased"])
        {
            (await server.SayAsync(await server.OpenAsync("support", user), "Where is my order FF-10042?")).GetProperty("answer").GetString()!.ShouldNotContain("espresso", Case.Insensitive);
        }

        var folder = await server.StopAsync();
        if (postgres is null)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "data")))
            {
                var text = await File.ReadAllTextAsync(file, Encoding.Latin1, RunningServer.Token);
                text.ShouldNotContain("Lindenweg 7", Case.Insensitive, file);
                text.ShouldNotContain("maria@example.com", Case.Insensitive, file);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>All rows of the agents' tables.</summary>
    private static async Task<string> DumpAsync(RunningServer server)
    {
        var storage = server.App.Services.GetRequiredService<IHoldfastStorage>();
        await using var connection = await storage.AgentData.OpenConnectionAsync(RunningServer.Token);
        var tables = await RowsAsync(storage.Engine == "sqlite" ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()");
        var text = new StringBuilder();
        foreach (var table in tables.Where(static t => t.StartsWith("support_", StringComparison.Ordinal) || t.StartsWith("scheduling_", StringComparison.Ordinal)))
        {
            text.AppendLine(table).AppendJoin('\n', await RowsAsync("SELECT * FROM " + table)).AppendLine();
        }

        return text.ToString();

        async Task<List<string>> RowsAsync(string query)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = query;
            await using var reader = await command.ExecuteReaderAsync(RunningServer.Token);
            var rows = new List<string>();
            while (await reader.ReadAsync(RunningServer.Token))
            {
                rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i).ToString())));
            }

            return rows;
        }
    }

    private static DateOnly NextTuesday()
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(15);
        while (day.DayOfWeek != DayOfWeek.Tuesday)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>What an application might keep.</summary>
    private sealed class Crm : Dictionary<string, string>, IPersonalDataSource
    {
        public bool Fails { get; set; }

        public string Name => "crm";

        public async IAsyncEnumerable<PersonalRecord> ReadAsync(Person person, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask.WaitAsync(cancellationToken);
            if (TryGetValue(person.User, out var notes))
            {
                yield return new PersonalRecord("contact", JsonElement.Parse($$"""{"notes":"{{notes}}"}"""));
            }
        }

        public Task<int> EraseAsync(Person person, CancellationToken cancellationToken = default) =>
            Fails ? throw new InvalidOperationException("secret of the crm") : Task.FromResult(Remove(person.User) ? 1 : 0);
    }
}
