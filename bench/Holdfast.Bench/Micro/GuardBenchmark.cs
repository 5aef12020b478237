using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Pii;
using Holdfast.Safety.Guards.Secrets;
using Holdfast.Safety.Streaming;

namespace Holdfast.Bench.Micro;

/// <summary>What guards cost: per 2,048 characters, without and with findings in them, at once and streamed.</summary>
internal static class GuardBenchmark
{
    private const int Size = 2048;

    private const string Instructions = "You are the assistant of a hair salon. Help with appointments: find free times, book, move and cancel. Be brief and friendly, and never promise anything.";

    public static Task<object> RunAsync(BenchOptions options)
    {
        var plain = Fill("The customer asked about a haircut on Monday, and we said that the salon opens at 9 and closes at 17. Nothing else was discussed, and everybody was happy with it. ");
        var full = Fill("Write to ann@example.org or call +49 89 1234567, the card is 4012 8888 8888 1881 and the order 20260302-118 goes to 10.0.0.17, my password is hunter" + "22!x, thanks. ");
        var both = new GuardSet([new PiiGuard(), new SecretsGuard()]);
        var rows = new List<object?[]>();
        var results = new List<object>();
        void Measure(string what, Action action)
        {
            var (nanoseconds, bytes) = MicroBenchmark.Time(action, options.Quick ? 5 : 15);
            rows.Add([what, nanoseconds / 1000, bytes]);
            results.Add(new { what, microseconds = nanoseconds / 1000, bytes });
        }

        foreach (var point in new[] { GuardPoint.Input, GuardPoint.ToolResult, GuardPoint.Output })
        {
            Measure($"all by default, {point}", () => Check(GuardSet.Default, plain, point));
        }

        foreach (var guard in GuardSet.Default.Guards)
        {
            var alone = new GuardSet([guard]);
            var point = guard.Points.HasFlag(GuardPoint.Input) ? GuardPoint.Input : guard.Points.HasFlag(GuardPoint.ToolResult) ? GuardPoint.ToolResult : GuardPoint.Output;
            Measure($"{guard.Name} alone, {point}", () => Check(alone, plain, point));
        }

        const string brief = "Your haircut is booked for 2026-03-02 at 10:00, number APT-1042. Is there anything else?";
        foreach (var point in new[] { GuardPoint.Input, GuardPoint.ToolResult, GuardPoint.Intent, GuardPoint.Output })
        {
            Measure($"all by default, {brief.Length} characters, {point}", () => Check(GuardSet.Default, brief, point));
        }

        foreach (var guard in GuardSet.Default.Guards)
        {
            var alone = new GuardSet([guard]);
            var point = guard.Points.HasFlag(GuardPoint.Input) ? GuardPoint.Input : guard.Points.HasFlag(GuardPoint.ToolResult) ? GuardPoint.ToolResult : GuardPoint.Output;
            Measure($"{guard.Name} alone, {brief.Length} characters, {point}", () => Check(alone, brief, point));
        }

        Measure("pii and secrets, text full of values, Output", () => Check(both, full));
        Measure("all by default, plain text streamed by 12 characters", () => Stream(GuardSet.Default, plain));
        Measure("pii and secrets, plain text streamed by 12 characters", () => Stream(both, plain));
        Report.Table(["what, per 2,048 characters", "µs", "bytes"], rows);
        return Task.FromResult<object>(results);
    }

    private static string Fill(string sentence) => string.Concat(Enumerable.Repeat(sentence, (Size / sentence.Length) + 1))[..Size];

    private static void Check(GuardSet guards, string text, GuardPoint point = GuardPoint.Output) =>
        Result(guards.CheckAsync(new GuardedText { Text = text, Point = point, Instructions = Instructions, Grounds = [text] }));

    private static void Stream(GuardSet guards, string text)
    {
        var stream = new GuardedStream(guards, new GuardedText { Text = "", Point = GuardPoint.Output });
        for (var at = 0; at < text.Length; at += 12)
        {
            Result(stream.WriteAsync(text.Substring(at, Math.Min(12, text.Length - at))));
        }

        Result(stream.CompleteAsync());
    }

    /// <summary>These guards wait for nothing, so that the whole work is done by now.</summary>
    private static void Result<T>(ValueTask<T> task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The check did not complete at once.");
        }
    }
}
