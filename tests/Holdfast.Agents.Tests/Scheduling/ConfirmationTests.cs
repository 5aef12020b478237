using Holdfast.Agents.Scheduling.Confirmations;
using Holdfast.Agents.Scheduling;
using Holdfast.Tests.Shared;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class ConfirmationTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_confirmation_becomes_one_file_however_often_it_is_delivered(string engine)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"holdfast-outbox-{Guid.NewGuid():N}");
        await using var studio = await Studio.OpenAsync(engine, configure: options => options.OutboxFolder = folder);
        try
        {
            var booked = await studio.BookAsync("2026-03-18T15:00");
            var sent = await studio.Tools.SendConfirmationAsync(studio.Call(key: "send-1"), booked.AppointmentId, "ada@example.com");
            sent.Message.ShouldBe($"A confirmation of {booked.AppointmentId} is on its way to ada@example.com.");
            var delivery = new ConfirmationDelivery(studio.Store, studio.Options, studio.Time);
            (await delivery.DeliverDueAsync(CancellationToken.None)).ShouldBe(1);
            (await delivery.DeliverDueAsync(CancellationToken.None)).ShouldBe(0);

            // As after a crash between the delivery and its record, once the lease is over.
            await using (var forget = studio.DataSource.CreateCommand("UPDATE scheduling_outbox SET delivered_at = NULL"))
            {
                await forget.ExecuteNonQueryAsync();
            }

            (await delivery.DeliverDueAsync(CancellationToken.None)).ShouldBe(0);
            studio.Time.Now = studio.Time.Now.AddMinutes(3);
            (await delivery.DeliverDueAsync(CancellationToken.None)).ShouldBe(1);
            var file = Directory.GetFiles(folder).Single();
            (Path.GetFileNameWithoutExtension(file) + "@lindenhof.example").ShouldBe(sent.MessageId);
            (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n").ShouldBe(
                $"""
                From: "Lindenhof Studio" <bookings@lindenhof.example>
                To: ada@example.com
                Subject: Appointment {booked.AppointmentId} confirmed
                Date: Mon, 16 Mar 2026 08:00:00 +0000
                Message-ID: <{sent.MessageId}>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                Hello ada,

                this confirms your appointment at Lindenhof Studio.

                Number:  {booked.AppointmentId}
                Service: Swedish massage (60 minutes)
                With:    Mara Lindner
                When:    Wednesday 18 March 2026 at 15:00, Europe/Berlin
                Price:   €72

                Questions or changes: call +49 30 23125 000 and name the number.

                """);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Delivery_to_a_mail_server_waits_out_a_failure(string engine)
    {
        var server = new LoopbackMailServer();
        var port = server.Port;
        await server.DisposeAsync();
        await using var studio = await Studio.OpenAsync(engine, configure: options => (options.SmtpHost, options.SmtpPort, options.SmtpTls) = ("127.0.0.1", port, false));
        var booked = await studio.BookAsync("2026-03-18T15:00");
        var sent = await studio.Tools.SendConfirmationAsync(studio.Call(), booked.AppointmentId, "ada@example.com");
        var delivery = new ConfirmationDelivery(studio.Store, studio.Options, studio.Time);
        (await delivery.DeliverDueAsync(CancellationToken.None)).ShouldBe(0);
        (await studio.CountAsync("scheduling_outbox WHERE attempts = 1 AND failure IS NOT NULL AND delivered_at IS NULL")).ShouldBe(1);
        (await delivery.DeliverDueAsync(CancellationToken.None)).ShouldBe(0);

        await using var repaired = new LoopbackMailServer();
        studio.Options.SmtpPort = repaired.Port;
        studio.Time.Now = studio.Time.Now.AddMinutes(1);
        (await delivery.DeliverDueAsync(CancellationToken.None)).ShouldBe(1);
        var mail = await repaired.Received.ReadAsync(TestContext.Current.CancellationToken);
        mail.ShouldContain($"Message-ID: <{sent.MessageId}>", Case.Insensitive);
        mail.ShouldContain("To: ada@example.com", Case.Insensitive);
        mail.ShouldContain($"Subject: Appointment {booked.AppointmentId} confirmed", Case.Insensitive);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_running_delivery_wakes_for_a_new_confirmation(string engine)
    {
        await using var server = new LoopbackMailServer();
        await using var studio = await Studio.OpenAsync(engine, configure: options => (options.SmtpHost, options.SmtpPort, options.SmtpTls) = ("127.0.0.1", server.Port, false));
        var delivery = new ConfirmationDelivery(studio.Store, studio.Options, studio.Time);
        using var stop = new CancellationTokenSource();
        var running = delivery.RunAsync(stop.Token);
        var tools = new SchedulingTools(studio.Store, studio.Options, delivery);
        var booked = await studio.BookAsync("2026-03-18T15:00");
        await tools.SendConfirmationAsync(studio.Call(), booked.AppointmentId, "ada@example.com");
        (await server.Received.ReadAsync(TestContext.Current.CancellationToken)).ShouldContain(booked.AppointmentId);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Two_deliveries_share_the_work_without_sending_twice(string engine)
    {
        await using var server = new LoopbackMailServer();
        await using var studio = await Studio.OpenAsync(engine, configure: options => (options.SmtpHost, options.SmtpPort, options.SmtpTls) = ("127.0.0.1", server.Port, false));
        var booked = await studio.BookAsync("2026-03-18T15:00");
        for (var copy = 0; copy < 10; copy++)
        {
            await studio.Tools.SendConfirmationAsync(studio.Call(), booked.AppointmentId, "ada@example.com");
        }

        using var other = new SchedulingStore(studio.DataSource, engine);
        var delivered = await Task.WhenAll(
            new ConfirmationDelivery(studio.Store, studio.Options, studio.Time).DeliverDueAsync(CancellationToken.None),
            new ConfirmationDelivery(other, studio.Options, studio.Time).DeliverDueAsync(CancellationToken.None));
        delivered.Sum().ShouldBe(10);
        server.Received.Count.ShouldBe(10);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task The_address_on_file_serves_and_one_is_asked_for_when_there_is_none(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var booked = await studio.BookAsync("2026-03-18T15:00");
        (await Studio.RefusalAsync(() => studio.Tools.SendConfirmationAsync(studio.Call(), booked.AppointmentId)))
            .ShouldBe("No e-mail address is on file. Ask the customer for one and pass it as email.");
        foreach (var wrong in new[] { "ada", "ada@example.com\r\nBcc: eve@example.com", "a@b.c, d@e.f", "<ada@example.com>" })
        {
            (await Studio.RefusalAsync(() => studio.Tools.SendConfirmationAsync(studio.Call(), booked.AppointmentId, wrong))).ShouldContain("is not an e-mail address");
        }

        await studio.Tools.SendConfirmationAsync(studio.Call(), booked.AppointmentId, "ada@example.com");
        (await studio.Tools.SendConfirmationAsync(studio.Call(), booked.AppointmentId)).Recipient.ShouldBe("ada@example.com");
        (await studio.CountAsync("scheduling_outbox")).ShouldBe(2);
    }
}
