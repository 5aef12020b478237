using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Bench.Mock;
using Holdfast.Bench.Runs;
using Holdfast.Journal;
using Holdfast.Json;
using Holdfast.Models;
using Holdfast.Providers.OpenAI;
using Holdfast.Runs.Events;
using Microsoft.Extensions.AI;

namespace Holdfast.Bench.Micro;

/// <summary>The parts of a run by themselves, per call, each beside a floor that does the unavoidable half of it.</summary>
internal static class MicroBenchmark
{
    private const int Pauses = 4;
    private const int PauseMilliseconds = 250;

    private static readonly byte[] Arguments = """{"client":"c-1042","service":"haircut","start":"2026-03-02T10:00"}"""u8.ToArray();

    public static Task<object> RunAsync(BenchOptions options)
    {
        var rows = new List<object?[]>();
        var results = new List<object>();
        var rounds = options.Quick ? 5 : 15;
        void Measure(string what, Action action)
        {
            var (nanoseconds, bytes) = Time(action, rounds);
            rows.Add([what, nanoseconds, bytes]);
            results.Add(new { what, nanoseconds, bytes });
        }

        var schema = JsonSchema.Parse(BenchTools.Make(write: true)[3].Parameters);
        Measure("floor: parse tool arguments", static () => JsonDocument.Parse(Arguments).Dispose());
        Measure("parse and validate tool arguments", () =>
        {
            using var document = JsonDocument.Parse(Arguments);
            _ = schema.IsValid(document.RootElement);
        });

        var replied = new ModelReplied(
            "act", Tier.Standard, [new ModelAttempt("bench/bench", 0.42, 400, 24)], new PromptReference(2, 4, 3, null), Calls: [new RequestedCall("c1_1", "book_appointment", "{\"client\":\"c-1042\"}")]);
        var payload = EventCodec.Encode(replied);
        var session = Guid.NewGuid();
        Measure("floor: SHA-256 of a payload", () => SHA256.HashData(payload));
        Measure("chain an event (two SHA-256)", () => HashChain.NextOf(default, session, 7, 1, "model.replied", DateTimeOffset.UnixEpoch, payload));
        Measure("encode an event", () => EventCodec.Encode(replied));

        using var http = new HttpClient(new CannedAnswer());
        using var client = new OpenAIChatClient(http, new Uri("http://127.0.0.1:9/v1"), null, "bench");
        var messages = Enumerable.Range(0, 20).Select(i => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, $"Message number {i} of a conversation about a haircut.")).ToList();
        var tools = new ChatOptions { Tools = [.. BenchTools.Make(write: true).Select(t => t.Declaration)] };
        Measure("floor: HttpClient without network", () => Demand(http.PostAsync(new Uri("http://127.0.0.1:9/v1"), new ByteArrayContent(payload))));
        Measure("assemble a prompt of 20 messages, read the answer", () => Demand(client.GetResponseAsync(messages, tools)));

        var history = new PolicyHistory();
        Measure("policy: a call before anything untrusted was read", () => history.DecideTrusted());
        Measure("policy: a call after it, 20 messages, known from earlier calls", () => history.Decide());
        Measure("policy: the same, the first time in this process", () => history.DecideAnew());

        Report.Table(["what", "ns per call", "bytes per call"], rows);
        return Task.FromResult<object>(results);
    }

    /// <summary>The best round counts: whatever disturbs only adds. What is measured is warm: the runtime compiles it well only after some calls and a pause.</summary>
    public static (double Nanoseconds, double Bytes) Time(Action action, int rounds)
    {
        var calls = 1;
        for (var round = 0; round < 20; round++)
        {
            var started = Stopwatch.GetTimestamp();
            Repeat(action, calls);
            if (Stopwatch.GetElapsedTime(started).TotalMilliseconds < 20)
            {
                calls *= 2;
            }
        }

        for (var pause = 0; pause < Pauses; pause++)
        {
            Repeat(action, calls);
            Thread.Sleep(PauseMilliseconds);
        }

        var best = double.MaxValue;
        var bytes = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            Repeat(action, calls);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / calls);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)calls;
        }

        return (best, bytes);
    }

    /// <summary>Without a network nothing waits, so that the whole work is done by now.</summary>
    private static void Demand(Task task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The call did not complete at once: {task.Exception?.InnerException?.Message}");
        }
    }

    private static void Repeat(Action action, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            action();
        }
    }

    private sealed class CannedAnswer : HttpMessageHandler
    {
        private static readonly byte[] Body = MockAnswers.Responses[0].AsSpan(MockAnswers.Responses[0].AsSpan().IndexOf("\r\n\r\n"u8) + 4).ToArray();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Body) });
    }
}
