using System.Collections.Concurrent;
using System.Text;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Testing;
using Holdfast.Tools;
using Microsoft.Extensions.Logging;

namespace Holdfast.Storage.Tests.Sqlite;

/// <summary>No part of a secret is in the database file, in a log or in a stream, whichever way it came.</summary>
public sealed class SqliteSecretTests
{
    private const int Part = 8;

    private static readonly string[] Ways = ["message", "waiting", "argument", "result", "failure", "answer", "feedback"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_part_of_a_secret_is_written_logged_or_shown()
    {
        await using var database = new SqliteDatabase();
        var store = await database.OpenStoreAsync();
        var log = new Lines();
        var shown = new StringBuilder();
        var (entered, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var agent = Agent.Define("keeper")
            .Use("look_up", "Looks something up.", (string what) => $"The key is {Secret("result")}, keep it.", ToolEffect.Read)
            .Use("fail", "Fails.", string () => throw new InvalidOperationException("Refused with " + Secret("failure")), ToolEffect.Read)
            .Use("wait", "Waits.", async () =>
            {
                entered.TrySetResult();
                await goOn.Task;
                return "Waited.";
            }, ToolEffect.Read).Build();
        var model = ScriptedModel.Of(
            ScriptedReply.Call("wait"),
            ScriptedReply.CallAll(("look_up", $$"""{"what":"{{Secret("argument")}}"}"""), ("fail", "{}")) with { Text = $"I look with {Secret("answer")}." },
            new ScriptedReply($"Your key is {Secret("answer")}, and it was {Secret("result")}."));
        Guid session;
        await using (var runtime = new AgentRuntime(new AgentCatalog([agent]), model.AsCatalog(), store, logger: log))
        {
            await runtime.StartAsync(Token);
            session = (await runtime.OpenSessionAsync("keeper", cancellationToken: Token)).Id;
            using var watch = runtime.Watch(session);
            var first = await runtime.SendAsync(session, $"My key is {Secret("message")}", cancellationToken: Token);
            await entered.Task.WaitAsync(Token);
            var second = await runtime.SendAsync(session, $"And this one is {Secret("waiting")}", cancellationToken: Token);
            Search(database, "while a message waits");
            goOn.SetResult();
            await foreach (var signal in runtime.FollowAsync(first.Run, watch: watch, cancellationToken: Token))
            {
                shown.Append(signal.Text).AppendLine(signal.Event is { } happened ? Encoding.UTF8.GetString(happened.Payload.Span) : "");
            }

            var answer = await runtime.WaitAsync(second.Run, cancellationToken: Token);
            shown.AppendLine(answer.Answer).AppendLine(answer.Error);
            answer.Reason.ShouldBe(TerminationReason.Completed, answer.Error);
            await runtime.GiveFeedbackAsync(new FeedbackGiven(second.Run, "user", Comment: $"You showed {Secret("feedback")}"), cancellationToken: Token);
            while ((await store.ReadInboxAsync(session, Token)).Count > 0)
            {
                await Task.Yield();
            }
        }

        var events = (await store.ReadEventsAsync(session, 1, long.MaxValue, Token)).Select(EventCodec.Decode).ToList();
        events.OfType<RunStarted>().Select(e => e.Input).ShouldBe(["My key is [api-key]", "And this one is [api-key]"]);
        events.OfType<FeedbackGiven>().Single().Comment.ShouldBe("You showed [api-key]");
        events.OfType<GuardJudged>().Select(e => e.Guard).Distinct().ShouldContain("secrets");
        Search(database, "in the end");
        foreach (var way in Ways)
        {
            Parts(way).Where(part => shown.ToString().Contains(part, StringComparison.Ordinal)).ShouldBeEmpty($"shown: {way}");
            Parts(way).Where(part => log.All.Any(line => line.Contains(part, StringComparison.Ordinal))).ShouldBeEmpty($"logged: {way}");
        }
    }

    /// <summary>A token in the form of a known provider, another for each way, written so that no scanner takes this file for a leak.</summary>
    private static string Secret(string way) => "ghp" + "_" + string.Concat(Enumerable.Range(0, 36).Select(i => "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"[((i * 17) + (Array.IndexOf(Ways, way) * 7) + (i * i)) % 57]));

    private static IEnumerable<string> Parts(string way)
    {
        var body = Secret(way)[4..];
        return Enumerable.Range(0, body.Length - Part + 1).Select(at => body.Substring(at, Part));
    }

    private static void Search(SqliteDatabase database, string when)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(database.Path)!))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            foreach (var way in Ways)
            {
                Parts(way).Where(part => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(part)) >= 0).ShouldBeEmpty($"{Path.GetFileName(file)} {when}: {way}");
            }
        }
    }

    private sealed class Lines : ILogger<AgentRuntime>
    {
        public ConcurrentQueue<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception) + exception);
    }
}
