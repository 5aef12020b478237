using System.CommandLine;
using System.CommandLine.Parsing;
using Holdfast.Classification;
using Holdfast.Cli.Trace;

namespace Holdfast.Cli.Classification;

/// <summary>Which classifier a command is about: one of a store, or one in a file.</summary>
internal sealed class ClassifyOptions
{
    private readonly Option<string?> name = new("--name") { Description = "The classifier's name in the store.", HelpName = "name" };
    private readonly Option<int?> version = new("--version") { Description = "Its version. Default: the one in production.", HelpName = "number" };
    private readonly Option<string?> model = new("--model") { Description = "A file that 'classify train --out' wrote, instead of a name.", HelpName = "file" };
    private readonly Option<string> storage;

    public ClassifyOptions(Terminal terminal)
    {
        storage = Storage(terminal);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(name);
        command.Options.Add(version);
        command.Options.Add(model);
        command.Options.Add(storage);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(name) is null) == (result.GetValue(model) is null))
            {
                result.AddError("Say which classifier: --name NAME of the store, or --model FILE.");
            }
        });
    }

    public async Task<TextClassifier> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(model) is { } file)
        {
            return File.Exists(file) ? TextClassifier.Read(await File.ReadAllBytesAsync(file, cancellationToken))
                : throw new HoldfastException("unknown-classifier", $"There is no file {SafeText.Line(file, 300)}.");
        }

        await using var source = await StoredTraces.OpenAsync(parsed.GetRequiredValue(storage), cancellationToken);
        var wanted = parsed.GetRequiredValue(name)!;
        return await source.Store.Classifiers.FindAsync(wanted, parsed.GetValue(version), cancellationToken) ?? throw new HoldfastException(
            "unknown-classifier",
            $"The store has no {(parsed.GetValue(version) is { } number ? $"version {number}" : "version in production")} of a classifier '{SafeText.Line(wanted, 64)}'. 'holdfast classify list' shows those that there are.");
    }

    /// <summary>The store: that of the server, unless another one is named.</summary>
    public static Option<string> Storage(Terminal terminal) => new("--storage")
    {
        Description = "The store: a SQLite file, or a connection string. Default: HOLDFAST__STORAGE, or .holdfast/holdfast.db.",
        HelpName = "store",
        DefaultValueFactory = _ => terminal.Variable("HOLDFAST__STORAGE") ?? ".holdfast/holdfast.db",
    };
}
