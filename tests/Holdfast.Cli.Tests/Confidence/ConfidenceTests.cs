using System.Globalization;
using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Storage;
using Holdfast.Testing;

namespace Holdfast.Cli.Tests.Confidence;

public sealed class ConfidenceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("holdfast-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Answers => Path.Combine(folder.FullName, "answers.jsonl");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_threshold_is_fitted_and_printed_as_what_to_write_into_the_agent()
    {
        await WriteAsync(i => i % 100 >= 40 || i % 10 == 0);

        var fit = await RunAsync("--data", Answers, "--precision", "0.9");

        fit.Code.ShouldBe(0, fit.Error);
        fit.Lines[0].ShouldStartWith("400 answers, 64.0 % right; calibration error ");
        fit.Lines[1].ShouldMatch(@"^at least 0\.\d\d: \d\d\.\d % of the answers are given, 9\d\.\d % of those right \(on answers that the weights had not seen\)$");
        fit.Output.ShouldContain(".ScoreAnswers(c => c with");
        fit.Output.ShouldContain("    Weights = new() { Bias = ");
        (await RunAsync("--data", Answers, "--precision", "0.9")).Output.ShouldBe(fit.Output);
        (await RunAsync("--data", Answers, "--precision", "0.9", "--stronger")).Output.ShouldContain("    StrongerWeights = new() { Bias = ");
    }

    [Fact]
    public async Task A_precision_that_cannot_be_reached_is_a_failure_that_says_what_to_do()
    {
        await WriteAsync(i => i % 2 == 0);

        var fit = await RunAsync("--data", Answers, "--precision", "0.99");

        fit.Code.ShouldBe(1);
        fit.Output.ShouldContain("No threshold brings the answers that are given to 99.0 % right.");
    }

    [Theory]
    [InlineData("{\"retrieval\": 0.5}", "Line 1 of", "has no 'correct' that is true or false")]
    [InlineData("{\"retreival\": 0.5, \"correct\": true}", "Line 1 of", "has 'retreival', which is no signal")]
    [InlineData("{\"retrieval\": 7, \"correct\": true}", "Line 1 of", "has a 'retrieval' of 7")]
    [InlineData("{\"unsure\": 1, \"correct\": true}", "Line 1 of", "has a 'unsure' of 1")]
    [InlineData("{\"failed\": -1, \"correct\": true}", "Line 1 of", "has a 'failed' of -1")]
    [InlineData("nothing", "Line 1 of", "is no JSON")]
    [InlineData("{\"correct\": true}", "1 answers, 1 of them right, are not enough", "")]
    public async Task A_line_that_is_wrong_is_named_with_what_is_wrong(string line, string where, string what)
    {
        await File.WriteAllTextAsync(Answers, line, Token);

        var fit = await RunAsync("--data", Answers);

        fit.Code.ShouldBe(1);
        fit.Error.ShouldStartWith(where);
        fit.Error.ShouldContain(what);
        fit.Error.ShouldContain("(invalid-examples)");
    }

    [Theory]
    [InlineData("fit", "Say where the answers are: --data FILE, or --storage STORE.")]
    [InlineData("fit --data x --precision 2", "--precision is '2'; give a number above 0 and at most 1, such as 0.95.")]
    [InlineData("measure --data /nowhere", "--data is '/nowhere', which holds no intents_banking77.jsonl.")]
    public async Task A_wrong_command_line_is_explained(string line, string message)
    {
        var result = await CommandRun.RunAsync(["confidence", .. line.Split(' ')]);

        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith(message);
    }

    [Fact]
    public async Task Rated_runs_of_a_store_are_fitted_too()
    {
        var path = Path.Combine(folder.FullName, "holdfast.db");
        await using (var store = HoldfastStorage.Open($"Data Source={path}"))
        {
            await store.InitializeAsync(Token);
            var agent = Agent.Define("shop").ScoreAnswers(o => o with { StrongerTier = Tier.Strong }).Build();
            var model = new ScriptedModel(turn => new ScriptedReply(turn.Input is "weak" or "up" && turn.Messages.Count < 4 ? "I am not sure, 14 days." : "30 days."));
            await using var runtime = new AgentRuntime(new AgentCatalog([agent]), model.AsCatalog(), store);
            await runtime.StartAsync(Token);
            for (var i = 0; i < 30; i++)
            {
                var run = await runtime.RunAsync("shop", "firm", cancellationToken: Token);
                await runtime.GiveFeedbackAsync(i % 3 == 0 ? new FeedbackGiven(run.Run, "ann", Correction: "14 days") : i % 3 == 1 ? new FeedbackGiven(run.Run, "ann", Rating: 1) : new FeedbackGiven(run.Run, "ann", Score: 5), cancellationToken: Token);
            }

            var unrated = await runtime.RunAsync("shop", "firm", cancellationToken: Token);
            await runtime.GiveFeedbackAsync(new FeedbackGiven(unrated.Run, "ann", Comment: "hm"), cancellationToken: Token);
            var escalated = await runtime.RunAsync("shop", "weak", cancellationToken: Token);
            escalated.Reason.ShouldBe(TerminationReason.Escalated);
            await runtime.GiveFeedbackAsync(new FeedbackGiven(escalated.Run, "ann", Rating: 1), cancellationToken: Token);
        }

        var fit = await RunAsync("--storage", path, "--precision", "0.6");
        fit.Code.ShouldBe(0, fit.Error);
        fit.Lines[0].ShouldStartWith("30 answers, 66.7 % right");
        (await RunAsync("--storage", path, "--agent", "other")).Error.ShouldContain("0 answers, 0 of them right");
        (await RunAsync("--storage", path, "--stronger")).Error.ShouldContain("0 answers, 0 of them right");
    }

    private static Task<CommandResult> RunAsync(params string[] arguments) => CommandRun.RunAsync(["confidence", "fit", .. arguments]);

    private Task WriteAsync(Func<int, bool> correct) => File.WriteAllLinesAsync(
        Answers, Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"retrieval": {{i % 100 / 100.0}}, "correct": {{(correct(i) ? "true" : "false")}}}""")), Token);
}
