using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Agents;
using Holdfast.Classification;
using Holdfast.Cli.Classification;
using Holdfast.Cli.Guards;
using Holdfast.Confidence;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Testing;

namespace Holdfast.Cli.Confidence;

/// <summary>The table of docs/cost.md: what a cascade saves on customers' questions of which the topic is known, and what it costs in right answers.</summary>
/// <remarks>
/// The models are stand-ins, right and wrong by what the data makes of them and not by dice: the small one reads the first passage that a search finds, the strong one is a classifier
/// trained on ten times the examples. Runs, search, scores, samples and prices are the real ones; tokens are a fourth of the bytes.
/// </remarks>
internal sealed class CascadeMeasurement
{
    /// <summary>The file that is read.</summary>
    public const string File = "intents_banking77.jsonl";

    private const string Small = "gpt-5-nano";
    private const string Strong = "gpt-5";
    private const string Base = "topics";
    private const int ExamplesEach = 10;
    private const int Questions = 1_000;
    private const int BytesPerToken = 4;

    /// <summary>What a model writes besides the answer: it thinks.</summary>
    private const int Thinking = 60;

    private readonly InMemoryStore shelf = new();
    private readonly List<string> labels;
    private readonly TextClassifier classifier;
    private int drawn;

    private CascadeMeasurement(List<string> labels, TextClassifier classifier)
    {
        this.labels = labels;
        this.classifier = classifier;
    }

    /// <summary>Fits on one part of the questions, and measures on another.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static async IAsyncEnumerable<string> LinesAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = (await ExampleFile.ReadAsync(Path.Combine(folder, File), cancellationToken)).Train;
        List<LabelledText> Part(double from, double to) => [.. all.Where(e => HeldBack.Share(e.Text) >= from && HeldBack.Share(e.Text) < to)];
        var (train, fit, measured) = (Part(0, 0.6), Part(0.6, 0.8).Take(Questions).ToList(), Part(0.8, 1).Take(Questions).ToList());
        var trial = new CascadeMeasurement([.. all.Select(static e => e.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], TextClassifier.Train(train, cancellationToken));
        await trial.FillAsync(train, cancellationToken);

        var small = await trial.AskAsync(measured, Small, Small, null, cancellationToken);
        var strong = await trial.AskAsync(measured, Strong, Strong, null, cancellationToken);
        yield return Invariant($"{train.Count} examples to learn from, {fit.Count} questions to fit, {measured.Count} to measure; {Small} and {Strong} at their list prices");
        yield return "";
        yield return "| models | right | small answers given, right of those | to a person | cost of 1,000 questions | saved |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        yield return Row($"always {Small}", small, strong);
        yield return Row($"always {Strong}", strong, strong);

        foreach (var (samples, precision) in new[] { (0, 0.75), (3, 0.8), (3, 0.85) })
        {
            var tried = await trial.AskAsync(fit, Small, Small, new ConfidenceOptions { AtLeast = 0, Samples = samples }, cancellationToken);
            var fitted = ConfidenceFit.Of(tried.Labelled, precision);
            if (fitted.AtLeast is not { } threshold)
            {
                yield return Invariant($"| cascade, {samples} samples | no threshold reaches {precision:0.00} | | | | |");
                continue;
            }

            var options = new ConfidenceOptions { AtLeast = threshold, Weights = fitted.Weights, Samples = samples, StrongerTier = Tier.Strong };
            var cascade = await trial.AskAsync(measured, Small, Strong, options, cancellationToken);
            yield return Row(Invariant($"cascade, {samples} samples, precision {precision:0.00}: at least {threshold:0.00}"), cascade, strong);
            yield return Invariant($"| what `?by=cascade` reports | | | | {Money(cascade.Alone)} without the cascade | {1 - (cascade.Cost / cascade.Alone):0.0 %} |");
        }
    }

    private static string Row(string name, Trial trial, Trial strong)
    {
        var kept = trial.Answers.Count(static a => !a.MovedUp);
        var keptRight = kept == 0 ? 0 : (double)trial.Answers.Count(static a => !a.MovedUp && a.Correct) / kept;
        var isCascade = trial.Answers.Exists(static a => a.MovedUp);
        return Invariant($"| {name} | {trial.Accuracy:0.0 %} | {(isCascade ? Invariant($"{(double)kept / trial.Answers.Count:0.0 %}, {keptRight:0.0 %}") : "")} | {(isCascade ? Invariant($"{(double)trial.Answers.Count(static a => a.Escalated) / trial.Answers.Count:0.0 %}") : "")} | {Money(trial.Cost)} | {1 - (trial.Cost / strong.Cost):0.0 %} |");
    }

    private async Task FillAsync(List<LabelledText> train, CancellationToken cancellationToken)
    {
        var bases = new KnowledgeBases(shelf.Knowledge);
        await bases.SaveAsync("default", Base, cancellationToken: cancellationToken);
        foreach (var topic in train.GroupBy(static e => e.Label, StringComparer.Ordinal))
        {
            var text = string.Join('\n', topic.Take(ExamplesEach).Select(static e => e.Text));
            await bases.PutAsync("default", Base, new KnowledgeSource { Path = $"{topic.Key}.txt", MediaType = "text/plain", Content = Encoding.UTF8.GetBytes(text) }, cancellationToken);
        }
    }

    private async Task<Trial> AskAsync(List<LabelledText> questions, string fast, string strong, ConfidenceOptions? options, CancellationToken cancellationToken)
    {
        var store = new InMemoryStore();
        var agent = Agent.Define("desk").Instruct("You tell what topic a customer's message is about. Search the topics first, and name the one that fits best.")
            .Knows(new KnowledgeBases(shelf.Knowledge), Base, "the topics of customers' messages", trusted: true).WithoutGuards();
        if (options is not null)
        {
            agent.ScoreAnswers(_ => options);
        }

        var (smallEndpoint, strongEndpoint) = (Endpoint(fast), Endpoint(strong));
        await using var runtime = new AgentRuntime(new AgentCatalog([agent.Build()]), new ModelCatalog([strongEndpoint], [strongEndpoint], [smallEndpoint]), store);
        await runtime.StartAsync(cancellationToken);
        var answers = new List<TrialAnswer>(questions.Count);
        foreach (var question in questions)
        {
            var run = await runtime.RunAsync("desk", question.Text, cancellationToken: cancellationToken);
            var scored = options is null ? [] : (await runtime.ReadRunAsync(run.Run, cancellationToken: cancellationToken))!.Where(static e => e.Kind == "answer.scored").Select(EventCodec.Decode).OfType<AnswerScored>().ToList();
            answers.Add(new TrialAnswer(
                AnswerTo(question.Label) == run.Answer, run.Cost, scored.Count > 0 ? scored[0].Signals : null, scored.Exists(static s => s.Outcome == ScoreOutcome.MovedUp), run.Reason == TerminationReason.Escalated));
        }

        var report = await store.SumCostsAsync(new CostQuery(null, null, null, "cascade"), cancellationToken);
        return new Trial(answers, report.Count == 0 ? 0 : report[0].AloneCostNanos!.Value / 1_000_000_000m);
    }

    private ModelEndpoint Endpoint(string model) => new(
        new ModelProvider("openai"), model, new ScriptedModel(turn => Counted(turn, Think(turn, model))), new PriceTable().Find("openai", model));

    private ScriptedReply Think(ScriptedTurn turn, string model)
    {
        if (turn.Results.Count == 0)
        {
            return ScriptedReply.Call("search_topics", new JsonObject { ["query"] = turn.Input }.ToJsonString());
        }

        if (model == Strong)
        {
            return new ScriptedReply(AnswerTo(classifier.Predict(turn.Input).Label));
        }

        using var found = JsonDocument.Parse(turn.Results[0]);
        var passages = found.RootElement.GetProperty("passages").EnumerateArray()
            .Select(static p => (Label: Path.GetFileNameWithoutExtension(p.GetProperty("document").GetString()!), Coverage: p.GetProperty("coverage").GetDouble())).ToList();
        return passages.Count == 0 ? new ScriptedReply("I do not know.") : new ScriptedReply(AnswerTo(turn.Purpose == Purposes.Sample ? Drawn(passages, turn.Input) : passages[0].Label));
    }

    /// <summary>One of the passages, the better it fits the likelier: which one follows from the question and from how often it was asked.</summary>
    private string Drawn(List<(string Label, double Coverage)> passages, string question)
    {
        var at = HeldBack.Share($"{question} {++drawn % Questions}") * passages.Sum(static p => Math.Pow(p.Coverage, 4));
        foreach (var (label, coverage) in passages)
        {
            at -= Math.Pow(coverage, 4);
            if (at < 0)
            {
                return label;
            }
        }

        return passages[0].Label;
    }

    private string AnswerTo(string label) => $"Topic {labels.IndexOf(label) + 1}: {label.Replace('_', ' ')}.";

    private static ScriptedReply Counted(ScriptedTurn turn, ScriptedReply reply) => reply with
    {
        InputTokens = (turn.Messages.Sum(static m => m.Contents.Sum(static c => Encoding.UTF8.GetByteCount(c switch
        {
            Microsoft.Extensions.AI.TextContent text => text.Text,
            Microsoft.Extensions.AI.FunctionResultContent result => result.Result?.ToString() ?? "",
            _ => c.ToString() ?? "",
        }))) / BytesPerToken) + 100,
        OutputTokens = ((Encoding.UTF8.GetByteCount(reply.Text) + reply.Calls.Sum(static c => c.Name.Length + c.Arguments.Length)) / BytesPerToken) + Thinking,
    };

    private static string Money(decimal dollars) => Invariant($"${dollars:0.000}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record TrialAnswer(bool Correct, decimal Cost, ConfidenceSignals? Signals, bool MovedUp, bool Escalated);

    private sealed record Trial(List<TrialAnswer> Answers, decimal Alone)
    {
        public double Accuracy => (double)Answers.Count(static a => a.Correct) / Answers.Count;

        public decimal Cost => Answers.Sum(static a => a.Cost);

        public List<LabelledAnswer> Labelled => [.. Answers.Where(static a => a.Signals is not null).Select(static a => new LabelledAnswer(a.Signals!, a.Correct))];
    }
}
