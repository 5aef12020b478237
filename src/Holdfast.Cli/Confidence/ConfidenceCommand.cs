using System.CommandLine;
using System.Globalization;
using Holdfast.Cli.Trace;
using Holdfast.Confidence;

namespace Holdfast.Cli.Confidence;

/// <summary><c>holdfast confidence</c>: fits the score of answers from labelled ones, and measures what a cascade saves.</summary>
internal static class ConfidenceCommand
{
    public static Command Create(Terminal terminal) =>
        new("confidence", "Fit how sure an agent must be from answers of which is known whether they were right, and measure what a cascade saves.")
        {
            Fit(terminal), Measure(terminal),
        };

    private static Command Fit(Terminal terminal)
    {
        var data = new Option<string?>("--data")
        {
            Description = "The answers: a JSON object on each line with correct (true or false) and the signals: retrieval, agreement, unsure, invalid, failed.",
            HelpName = "file",
        };
        var storage = new Option<string?>("--storage") { Description = "A store whose scored runs are labelled by their feedback, instead of a file: a SQLite file, or a connection string.", HelpName = "store" };
        var agent = new Option<string?>("--agent") { Description = "Of a store, the runs of this agent alone." };
        var stronger = new Option<bool>("--stronger") { Description = "Fit the weights of a cascade's stronger tier: of a store, only the runs that it took over, which are left out otherwise." };
        var precision = new Option<double>("--precision") { Description = "Which share of the answers that are given is to be right, above 0 to 1.", HelpName = "share", DefaultValueFactory = _ => 0.95 };
        precision.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(double.TryParse(token.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1))
            {
                result.AddError($"--precision is '{token.Value}'; give a number above 0 and at most 1, such as 0.95.");
            }
        });
        var command = new Command("fit", "Fit the weights of the signals and the threshold that reaches a precision.") { data, storage, agent, stronger, precision };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(data) is null) == (result.GetValue(storage) is null))
            {
                result.AddError("Say where the answers are: --data FILE, or --storage STORE.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<LabelledAnswer> answers;
            if (parsed.GetValue(data) is { } file)
            {
                answers = await AnswerFile.ReadAsync(file, cancellationToken);
            }
            else
            {
                await using var source = await StoredTraces.OpenAsync(parsed.GetRequiredValue(storage)!, cancellationToken);
                answers = await RatedAnswers.ReadAsync(source.Store, parsed.GetValue(agent), parsed.GetValue(stronger), cancellationToken);
            }

            var fit = ConfidenceFit.Of(answers, parsed.GetValue(precision));
            await terminal.Output.WriteLineAsync($"{Amounts.Count(answers.Count, "answer")}, {Percent(fit.Accuracy)} right; calibration error {Percent(fit.CalibrationError)}");
            if (fit.AtLeast is not { } threshold)
            {
                await terminal.Output.WriteLineAsync(Invariant($"No threshold brings the answers that are given to {Percent(parsed.GetValue(precision))} right. Ask for less, or add signals: samples, or a knowledge base."));
                return 1;
            }

            await terminal.Output.WriteLineAsync(Invariant($"at least {threshold:0.00}: {Percent(fit.Coverage!.Value)} of the answers are given, {Percent(fit.Precision!.Value)} of those right (on answers that the weights had not seen)"));
            await terminal.Output.WriteLineAsync();
            await terminal.Output.WriteLineAsync(Code(fit, threshold, parsed.GetValue(stronger)));
            return 0;
        });
        return command;
    }

    private static Command Measure(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = $"The folder with {CascadeMeasurement.File}.", HelpName = "folder", Required = true };
        data.Validators.Add(result =>
        {
            foreach (var missing in result.Tokens.Where(token => !File.Exists(Path.Combine(token.Value, CascadeMeasurement.File))))
            {
                result.AddError($"--data is '{missing.Value}', which holds no {CascadeMeasurement.File}.");
            }
        });
        var command = new Command("measure", "Measure a cascade on public data with stand-ins for the models, as the table of docs/cost.md.") { data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await foreach (var line in CascadeMeasurement.LinesAsync(parsed.GetRequiredValue(data), cancellationToken))
            {
                await terminal.Output.WriteLineAsync(line);
            }
        });
        return command;
    }

    /// <summary>A share as the output shows it.</summary>
    internal static string Percent(double share) => Invariant($"{share * 100:0.0} %");

    private static string Code(ConfidenceFit fit, double threshold, bool ofStronger)
    {
        var weights = fit.Weights;
        return Invariant($$"""
            .ScoreAnswers(c => c with
            {
                AtLeast = {{threshold:0.00}},
                {{(ofStronger ? "StrongerWeights" : "Weights")}} = new() { Bias = {{weights.Bias}}, Retrieval = {{weights.Retrieval}}, Agreement = {{weights.Agreement}}, Unsure = {{weights.Unsure}}, Invalid = {{weights.Invalid}}, Failed = {{weights.Failed}} },
            })
            """);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
