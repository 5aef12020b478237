using System.CommandLine;
using Holdfast.Safety.Guards.Injection;

namespace Holdfast.Cli.Guards;

/// <summary><c>holdfast guards</c>: trains what learns from data and measures what is found in it.</summary>
internal static class GuardsCommand
{
    public static Command Create(Terminal terminal) => new("guards", "Train the guard against prompt injection; measure what guards find and miss.") { Train(terminal), Measure(terminal) };

    private static Command Train(Terminal terminal)
    {
        var data = Data();
        var output = new Option<string>("--output") { Description = "The file to write the model to; the library embeds src/Holdfast/Safety/Guards/Injection/injection.model.", HelpName = "file", Required = true };
        var command = new Command("train", "Train the model; the same data gives the same bytes.") { data, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bytes = InjectionTrainer.Train(InjectionData.Read(parsed.GetRequiredValue(data))).Write();
            await File.WriteAllBytesAsync(parsed.GetRequiredValue(output), bytes, cancellationToken);
            await terminal.Output.WriteLineAsync($"{bytes.Length} bytes written to {SafeText.Of(parsed.GetRequiredValue(output))}. Build again to use them.");
        });
        return command;
    }

    private static Command Measure(Terminal terminal)
    {
        var data = Data();
        var tune = new Option<bool>("--tune") { Description = "Measures on the tuning part instead of the part held back. Look only at this one while changing rules." };
        var file = new Option<string?>("--model") { Description = "A trained file to measure instead of the built-in model.", HelpName = "file" };
        var command = new Command("measure", "Measure what the guards find and miss, as the tables of docs/guards.md.") { data, tune, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = InjectionData.Read(parsed.GetRequiredValue(data));
            var model = parsed.GetValue(file) is { } path ? InjectionModel.Read(await File.ReadAllBytesAsync(path, cancellationToken)) : InjectionModel.BuiltIn;
            var tuning = parsed.GetValue(tune);
            var lines = InjectionMeasurement.Table(read, model, tuning ? DataPart.Tune : DataPart.HeldBack).Append("").Concat(PrivacyTable.Lines(parsed.GetRequiredValue(data), heldBack: !tuning));
            foreach (var line in lines)
            {
                await terminal.Output.WriteLineAsync(line.AsMemory(), cancellationToken);
            }
        });
        return command;
    }

    private static Option<string> Data()
    {
        var data = new Option<string>("--data") { Description = "The folder with injection_dev.jsonl, the intents, and the cases of personal data and secrets.", HelpName = "folder", Required = true };
        data.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                foreach (var file in InjectionData.Files.Concat(PrivacyTable.Files).Where(f => !File.Exists(Path.Combine(token.Value, f))))
                {
                    result.AddError($"--data is '{token.Value}', which holds no {file}.");
                }
            }
        });
        return data;
    }
}
