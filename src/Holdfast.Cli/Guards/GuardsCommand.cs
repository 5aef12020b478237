using System.CommandLine;
using Holdfast.Safety.Guards.Injection;

namespace Holdfast.Cli.Guards;

/// <summary><c>holdfast guards</c>: trains and measures the guards that learn from data.</summary>
internal static class GuardsCommand
{
    public static Command Create(Terminal terminal) => new("guards", "Train and measure the guard against prompt injection.") { Train(terminal), Measure(terminal) };

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
        var command = new Command("measure", "Measure what the rules and the model find, as the table of docs/guards.md.") { data, tune, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = InjectionData.Read(parsed.GetRequiredValue(data));
            var model = parsed.GetValue(file) is { } path ? InjectionModel.Read(await File.ReadAllBytesAsync(path, cancellationToken)) : InjectionModel.BuiltIn;
            foreach (var line in InjectionMeasurement.Table(read, model, parsed.GetValue(tune) ? DataPart.Tune : DataPart.HeldBack))
            {
                await terminal.Output.WriteLineAsync(line.AsMemory(), cancellationToken);
            }
        });
        return command;
    }

    private static Option<string> Data()
    {
        var data = new Option<string>("--data") { Description = "The folder with injection_dev.jsonl and the intents.", HelpName = "folder", Required = true };
        data.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                foreach (var file in InjectionData.Files.Where(f => !File.Exists(Path.Combine(token.Value, f))))
                {
                    result.AddError($"--data is '{token.Value}', which holds no {file}.");
                }
            }
        });
        return data;
    }
}
