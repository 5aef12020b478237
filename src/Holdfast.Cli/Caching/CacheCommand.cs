using System.CommandLine;
using System.Globalization;
using Holdfast.Caching;
using Holdfast.Classification;
using Holdfast.Cli.Classification;
using Holdfast.Cli.Guards;

namespace Holdfast.Cli.Caching;

/// <summary><c>holdfast cache</c>: tries and measures what the cache of answers takes for the same question.</summary>
internal static class CacheCommand
{
    private const string Questions = "intents_banking77.jsonl";

    public static Command Create(Terminal terminal) => new("cache", "Try and measure which questions share an answer where an agent caches answers.") { Test(terminal), Eval(terminal) };

    private static Command Test(Terminal terminal)
    {
        var one = new Argument<string>("one") { Description = "A question." };
        var two = new Argument<string>("two") { Description = "Another one." };
        var command = new Command("test", "Tell whether two questions share an answer.") { one, two };
        command.SetAction(async (parsed, _) =>
        {
            var threshold = new AnswerCacheOptions().Threshold;
            var alike = QuestionSimilarity.Of(parsed.GetRequiredValue(one), parsed.GetRequiredValue(two));
            await terminal.Output.WriteLineAsync(
                alike is null ? "no: they differ in what matters"
                : string.Create(CultureInfo.InvariantCulture, $"{(alike >= threshold ? "yes" : "no")}: similarity {alike:0.00}, and {threshold:0.00} is the least by default"));
        });
        return command;
    }

    private static Command Eval(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = $"The folder with {Questions}.", HelpName = "folder", Required = true };
        data.Validators.Add(result =>
        {
            foreach (var folder in result.Tokens.Select(token => token.Value).Where(folder => !File.Exists(Path.Combine(folder, Questions))))
            {
                result.AddError($"--data is '{folder}', which holds no {Questions}.");
            }
        });
        var command = new Command("eval", "Measure right and wrong hits on public questions, as the table of docs/caching.md.") { data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (tuning, heldBack) = await ReadAsync(parsed.GetRequiredValue(data), cancellationToken);
            foreach (var (name, half) in new[] { ("tuning half", tuning), ("held-back half", heldBack) })
            {
                foreach (var line in AnswerCacheMeasurement.Of(half, cancellationToken).Lines(name))
                {
                    await terminal.Output.WriteLineAsync(line);
                }

                await terminal.Output.WriteLineAsync();
            }
        });
        return command;
    }

    /// <summary>The questions in two halves, the same in every run.</summary>
    public static async Task<(IReadOnlyList<LabelledText> Tuning, IReadOnlyList<LabelledText> HeldBack)> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var all = (await ExampleFile.ReadAsync(Path.Combine(folder, Questions), cancellationToken)).Train;
        return ([.. all.Where(static question => !HeldBack.Contains(question.Text))], [.. all.Where(static question => HeldBack.Contains(question.Text))]);
    }
}
