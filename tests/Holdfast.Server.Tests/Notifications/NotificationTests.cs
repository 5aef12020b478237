using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Safety.Policy;
using Holdfast.Server.Notifications;
using Holdfast.Server.Tests.Tickets;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Tests.Shared;
using Holdfast.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Notifications;

/// <summary>People are told by webhook and mail that they are needed: each notice at least once, whatever fails.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Secret = "a-secret-of-the-webhook";

    private readonly Channel<(IReadOnlyDictionary<string, string> Headers, byte[] Body)> posted = Channel.CreateUnbounded<(IReadOnlyDictionary<string, string>, byte[])>();
    private WebApplication receiver = null!;
    private Func<HttpContext, int, Task> answer = static (_, _) => Task.CompletedTask;
    private int requests;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        receiver = builder.Build();
        receiver.Urls.Add("http://127.0.0.1:0");
        receiver.MapPost("/hook", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            posted.Writer.TryWrite((context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
            await answer(context, Interlocked.Increment(ref requests));
        });
        await receiver.StartAsync(Token);
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public async Task A_ticket_is_posted_with_a_signature()
    {
        await using var server = await StartAsync();
        await EscalateAsync(server);
        var (headers, body) = await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);

        var json = JsonElement.Parse(body);
        (json.GetProperty("kind").GetString(), json.GetProperty("tenant").GetString()).ShouldBe(("ticket.opened", "default"));
        json.GetProperty("ticket").GetProperty("summary").GetString()!.ShouldContain("I want a human");
        headers["X-Holdfast-Delivery"].ShouldBe(json.GetProperty("id").GetString());
        headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        headers["X-Holdfast-Signature"].ShouldBe(WebhookChannel.Signature(Secret, headers["X-Holdfast-Timestamp"], body));
        WebhookChannel.Signature(Secret, "1", "{}"u8).ShouldNotBe(WebhookChannel.Signature(Secret, "2", "{}"u8));

        // HMAC-SHA256 of "1.{}", by another implementation.
        WebhookChannel.Signature("key", "1", "{}"u8).ShouldBe("sha256=1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224");
    }

    [Fact]
    public async Task A_call_that_waits_is_posted_and_told_by_mail()
    {
        await using var mail = new LoopbackMailServer();
        await using var server = await StartAsync(smtp: mail.Port, agents: Payer());
        var session = await server.OpenAsync("payer");
        await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"Pay"}""");

        JsonElement.Parse((await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token)).Body).GetProperty("approval").GetProperty("tool").GetString().ShouldBe("pay");
        var message = await mail.Received.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);
        message.ShouldContain("Subject: Approval needed: pay (payer)");
        message.ShouldContain("To: office@example.org, boss@example.org");
        message.ShouldContain("Message-ID: <approval.requested.");
        message.ShouldContain("Content-Transfer-Encoding: base64");
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(message[message.IndexOf("\n\n", StringComparison.Ordinal)..]));
        text.ShouldContain("""Arguments: {"amount":80}""");
    }

    [Fact]
    public async Task What_the_other_side_refuses_is_sent_again()
    {
        answer = static (context, request) =>
        {
            context.Response.StatusCode = request == 1 ? 500 : 204;
            return Task.CompletedTask;
        };
        await using var server = await StartAsync();
        await EscalateAsync(server);
        var first = await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);
        var second = await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);
        second.Body.ShouldBe(first.Body);
        await NotSentAgainAsync(server, second.Headers, NoticeDelivery.PauseAfter(20));
    }

    [Fact]
    public async Task A_crash_between_sending_and_noting_it_sends_twice_and_never_not_at_all()
    {
        // The other side has it, and this one is gone before it knows.
        var received = new TaskCompletionSource();
        answer = async (context, request) =>
        {
            if (request == 1)
            {
                received.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        };
        var first = await StartAsync();
        await EscalateAsync(first);
        await received.Task.WaitAsync(Token);
        var folder = await first.StopAsync();

        await using var second = await StartAsync(folder: folder, time: new LaterTime(TimeSpan.FromMinutes(10)));
        var bodies = new[] { await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token), await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token) };
        bodies[1].Headers["X-Holdfast-Delivery"].ShouldBe(bodies[0].Headers["X-Holdfast-Delivery"]);
        await NotSentAgainAsync(second, bodies[1].Headers, TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task A_ticket_that_nobody_saw_to_in_time_is_told_of_again()
    {
        var first = await StartAsync();
        await EscalateAsync(first);
        await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);
        var folder = await first.StopAsync();
        await using var later = await StartAsync(folder: folder, time: new LaterTime(TimeSpan.FromHours(5)));
        while (true)
        {
            // The first notice may come once more: its server was stopped right after it was sent.
            var json = JsonElement.Parse((await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token)).Body);
            if (json.GetProperty("kind").GetString() == "ticket.overdue")
            {
                json.GetProperty("ticket").GetProperty("overdue").GetBoolean().ShouldBeTrue();
                return;
            }
        }
    }

    [Fact]
    public async Task Without_a_channel_nothing_is_kept_to_be_sent()
    {
        await using var server = await RunningServer.StartAsync(models: TicketTests.Model().AsCatalog(), agents: TicketTests.Helper());
        await EscalateAsync(server);
        (await Store(server).LeaseNoticesAsync("webhook", 10, DateTimeOffset.UtcNow.AddMinutes(1), TimeSpan.FromMinutes(1), Token)).ShouldBeEmpty();
    }

    [Fact]
    public void Pauses_grow_and_stay_within_hours()
    {
        NoticeDelivery.PauseAfter(1).ShouldBe(TimeSpan.FromSeconds(1));
        NoticeDelivery.PauseAfter(4).ShouldBe(TimeSpan.FromSeconds(8));
        NoticeDelivery.PauseAfter(16).ShouldBe(TimeSpan.FromHours(2));
        NoticeDelivery.PauseAfter(1_000).ShouldBe(TimeSpan.FromHours(2));
    }

    [Fact]
    public void Faults_of_the_configuration_are_told_with_their_keys()
    {
        var options = new HoldfastServerOptions
        {
            Notifications = new()
            {
                Webhook = new() { Url = "ftp://example.org", Secret = "short" },
                Smtp = new() { Host = "", Port = 0, From = "nobody", To = ["office"] },
            },
        };
        var message = Should.Throw<HoldfastException>(() => HoldfastApplication.Create(options)).Message;
        foreach (var key in (string[])["Webhook:Url", "Webhook:Secret", "Smtp:Host", "Smtp:Port", "Smtp:From", "Smtp:To"])
        {
            message.ShouldContain("Notifications:" + key);
        }

        message.ShouldNotContain("short");
    }

    private static IHoldfastStorage Store(RunningServer server) => server.App.Services.GetRequiredService<IHoldfastStorage>();

    private static async Task EscalateAsync(RunningServer server)
    {
        var session = await server.OpenAsync("helper");
        (await server.PostAsync($"/v1/sessions/{session}/messages?wait=60", """{"text":"I want a human"}""")).Json.GetProperty("reason").GetString().ShouldBe("escalated");
    }

    /// <summary>Notices of a channel go out one after the other, each settled before the next: the one of another ticket shows that this one is settled.</summary>
    private async Task NotSentAgainAsync(RunningServer server, IReadOnlyDictionary<string, string> delivered, TimeSpan later)
    {
        var id = delivered["X-Holdfast-Delivery"];
        await EscalateAsync(server);
        var next = await posted.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);
        next.Headers["X-Holdfast-Delivery"].ShouldNotBe(id, "It was delivered.");
        var now = server.App.Services.GetRequiredService<TimeProvider>().GetUtcNow() + later;
        (await Store(server).LeaseNoticesAsync("webhook", 10, now, TimeSpan.Zero, Token)).Select(leased => $"{leased.Notice.Kind}.{leased.Notice.Subject:N}").ShouldNotContain(id);
    }

    private Task<RunningServer> StartAsync(string? folder = null, TimeProvider? time = null, int? smtp = null, params Agent[] agents) => RunningServer.StartAsync(
        options => options.Notifications = new()
        {
            Webhook = new() { Url = receiver.Urls.Single() + "/hook", Secret = Secret },
            Smtp = smtp is not { } port ? null : new() { Host = "127.0.0.1", Port = port, Tls = false, From = "holdfast@example.org", To = ["office@example.org", "boss@example.org"] },
        },
        new ScriptedModel(turn => turn switch
        {
            { Step: 0, Input: "Pay" } => ScriptedReply.Call("pay", """{"amount":80}"""),
            { Step: 0 } => ScriptedReply.Call("ask_for_a_person", """{"reason":"Asked."}"""),
            _ => new ScriptedReply("Done."),
        }).AsCatalog(),
        folder,
        builder => builder.Services.AddSingleton(time ?? TimeProvider.System),
        [TicketTests.Helper(), .. agents]);

    private static Agent Payer() => Agent.Define("payer").Use("pay", "Pays.", (int amount) => "paid", ToolEffect.Write)
        .Rule(new PolicyRule("large", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 50 }).Build();

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
