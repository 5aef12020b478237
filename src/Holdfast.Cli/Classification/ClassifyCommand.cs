using System.CommandLine;
using Holdfast.Classification;
using Holdfast.Cli.Trace;
using Holdfast.Storage.Classification;

namespace Holdfast.Cli.Classification;

/// <summary><c>holdfast classify</c>: trains, measures, tries and keeps classifiers.</summary>
internal static class ClassifyCommand
{
    public static Command Create(Terminal terminal) =>
        new("classify", "Train classifiers of texts that need no LLM; measure them, keep their versions, and roll them back.")
        {
            Train(terminal), Measure(terminal), Test(terminal), Drift(terminal), List(terminal), Promote(terminal), RollBack(terminal),
        };

    private static Command Train(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The examples: a JSON object with text and label on each line. Those with a split other than train are held back; the label oos is out of scope." };
        var name = new Option<string?>("--name") { Description = "The name under which the store keeps it, as the next version.", HelpName = "name" };
        var output = new Option<string?>("--out") { Description = "A file to write it to.", HelpName = "file" };
        var promote = new Option<bool>("--promote") { Description = "Puts it into production at once." };
        var storage = ClassifyOptions.Storage(terminal);
        file.Validators.Add(Usage.NoOption);
        var command = new Command("train", "Train a classifier; the same examples give the same one.") { file, name, output, promote, storage };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is null && (result.GetValue(output) is null || result.GetValue(promote)))
            {
                result.AddError("Say where it is kept: --name NAME in the store, or --out FILE; only what has a name can be promoted.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var examples = await ExampleFile.ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
            var started = terminal.Time.GetTimestamp();
            var classifier = TextClassifier.Train(examples.Train, cancellationToken);
            await terminal.Output.WriteLineAsync(
                $"{Amounts.Count(classifier.Figures.Examples, "example")} of {Amounts.Count(classifier.Labels.Count, "label")} in {Amounts.Duration(terminal.Time.GetElapsedTime(started))}, {classifier.Hash[..12]}");
            await terminal.Output.WriteLineAsync($"cross-validated: {Described(classifier.Figures)}");
            if (examples.HeldBack.Count > 0)
            {
                await terminal.Output.WriteLineAsync($"held back: {Described(classifier.Measure(examples.HeldBack))}");
            }

            if (parsed.GetValue(output) is { } path)
            {
                await File.WriteAllBytesAsync(path, classifier.Write(), cancellationToken);
                await terminal.Output.WriteLineAsync($"written to {SafeText.Line(path, 300)}");
            }

            if (parsed.GetValue(name) is { } stored)
            {
                await using var source = await StoredTraces.OpenAsync(parsed.GetRequiredValue(storage), cancellationToken);
                var version = await source.Store.Classifiers.AddAsync(stored, classifier, terminal.Time.GetUtcNow(), cancellationToken);
                version = parsed.GetValue(promote) ? await source.Store.Classifiers.PromoteAsync(stored, version.Version, terminal.Time.GetUtcNow(), cancellationToken) : version;
                await terminal.Output.WriteLineAsync($"stored as {stored} {version.Version}{(version.InProduction ? ", in production" : $"; 'holdfast classify promote {stored} {version.Version}' puts it into production")}");
            }
        });
        return command;
    }

    private static Command Measure(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = $"The folder with {string.Join(" and ", IntentMeasurement.Files)}.", HelpName = "folder", Required = true };
        data.Validators.Add(result =>
        {
            foreach (var missing in result.Tokens.SelectMany(token => IntentMeasurement.Files.Where(f => !File.Exists(Path.Combine(token.Value, f))).Select(f => (token.Value, f))))
            {
                result.AddError($"--data is '{missing.Value}', which holds no {missing.f}.");
            }
        });
        var command = new Command("measure", "Train and measure on public data, as the table of docs/classifier.md.") { data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await foreach (var line in IntentMeasurement.LinesAsync(parsed.GetRequiredValue(data), cancellationToken))
            {
                await terminal.Output.WriteLineAsync(line);
            }
        });
        return command;
    }

    private static Command Test(Terminal terminal)
    {
        var text = new Argument<string>("text") { Description = "What somebody might write." };
        var options = new ClassifyOptions(terminal);
        var command = new Command("test", "Show what a classifier makes of a text.") { text };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var prediction = (await options.OpenAsync(parsed, cancellationToken)).Predict(parsed.GetRequiredValue(text));
            await terminal.Output.WriteLineAsync(prediction.InScope ? $"{SafeText.Line(prediction.Label, 100)}, confidence {prediction.Confidence:0.00}" : "out of scope");
            foreach (var other in prediction.Alternatives.Skip(prediction.InScope ? 1 : 0))
            {
                await terminal.Output.WriteLineAsync(terminal.Dim($"  {(prediction.InScope ? "else" : "if anything,")} {SafeText.Line(other.Label, 100)} {other.Confidence:0.00}"));
            }
        });
        return command;
    }

    private static Command Drift(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "Recent texts: a JSON object with text on each line." };
        file.Validators.Add(Usage.NoOption);
        var options = new ClassifyOptions(terminal);
        var command = new Command("drift", "Tell how far recent texts are from those of the training.") { file };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var classifier = await options.OpenAsync(parsed, cancellationToken);
            var texts = await ExampleFile.ReadTextsAsync(parsed.GetRequiredValue(file), cancellationToken);
            var drift = classifier.Compare([.. texts.Select(classifier.Predict)]);
            await terminal.Output.WriteLineAsync($"{Amounts.Count(drift.Count, "text")}: labels {drift.Labels:0.00}, confidence {drift.Confidence:0.00}");
            await terminal.Error.WriteLineAsync($"Under 0.1 is no change, over 0.25 a reason to train again; of that, about {(double)classifier.Labels.Count / drift.Count:0.00} of the labels' figure is chance.");
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var name = new Argument<string?>("name") { Description = "Only this classifier.", Arity = ArgumentArity.ZeroOrOne };
        name.Validators.Add(Usage.NoOption);
        var storage = ClassifyOptions.Storage(terminal);
        var command = new Command("list", "List the versions of classifiers, the newest first.") { name, storage };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await StoredTraces.OpenAsync(parsed.GetRequiredValue(storage), cancellationToken);
            var versions = await source.Store.Classifiers.ListAsync(parsed.GetValue(name), cancellationToken);
            foreach (var version in versions)
            {
                await terminal.Output.WriteLineAsync(Line(version));
            }

            if (versions.Count == 0)
            {
                await terminal.Error.WriteLineAsync("There is none. 'holdfast classify train FILE --name NAME' makes one.");
            }
        });
        return command;
    }

    private static Command Promote(Terminal terminal)
    {
        var name = Name();
        var version = new Argument<int>("version") { Description = "The version." };
        var storage = ClassifyOptions.Storage(terminal);
        var command = new Command("promote", "Put a version into production.") { name, version, storage };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await StoredTraces.OpenAsync(parsed.GetRequiredValue(storage), cancellationToken);
            await terminal.Output.WriteLineAsync(Line(await source.Store.Classifiers.PromoteAsync(
                parsed.GetRequiredValue(name), parsed.GetValue(version), terminal.Time.GetUtcNow(), cancellationToken)));
        });
        return command;
    }

    private static Command RollBack(Terminal terminal)
    {
        var name = Name();
        var storage = ClassifyOptions.Storage(terminal);
        var command = new Command("rollback", "Take back the version that is in production: the one before it is there again.") { name, storage };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await StoredTraces.OpenAsync(parsed.GetRequiredValue(storage), cancellationToken);
            await terminal.Output.WriteLineAsync(Line(await source.Store.Classifiers.RollBackAsync(parsed.GetRequiredValue(name), cancellationToken)));
        });
        return command;
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("name") { Description = "The classifier's name." };
        name.Validators.Add(Usage.NoOption);
        return name;
    }

    private static string Line(ClassifierVersion version) =>
        $"{SafeText.Line(version.Name, 64)} {version.Version}{(version.InProduction ? " production" : "")}  {version.Hash[..12]}  {version.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}  "
        + $"{Amounts.Count(version.Labels, "label")}, {Amounts.Count(version.Figures.Examples, "example")}, {Described(version.Figures)}";

    private static string Described(ClassifierFigures figures) =>
        $"accuracy {IntentMeasurement.Percent(figures.Accuracy)}, rejected wrongly {IntentMeasurement.Percent(figures.FalseRejections)}, calibration error {IntentMeasurement.Percent(figures.CalibrationError)}"
        + (figures.OutOfScopeRecall is { } recall ? $", out of scope found {IntentMeasurement.Percent(recall)} of {figures.OutOfScopeExamples}" : "");
}
