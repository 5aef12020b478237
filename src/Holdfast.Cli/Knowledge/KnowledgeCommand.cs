using System.CommandLine;
using Holdfast.Knowledge;

namespace Holdfast.Cli.Knowledge;

/// <summary><c>holdfast knowledge</c>: what agents look up.</summary>
internal static class KnowledgeCommand
{
    public static Command Create(Terminal terminal) => new("knowledge", "Fill, search and measure the knowledge bases of a store.")
    {
        MakeAdd(terminal),
        MakeList(terminal),
        MakeSearch(terminal),
        MakeRemove(terminal),
        KnowledgeEvalCommand.Create(terminal),
    };

    private static Command MakeAdd(Terminal terminal)
    {
        var name = Name();
        var path = new Argument<string>("path") { Description = "A folder, which the base then mirrors, or one file, which is added." };
        path.Validators.Add(Usage.NoOption);
        var about = new Option<string?>("--about") { Description = "What the base is about, in a sentence." };
        var options = new KnowledgeOptions(terminal);
        var command = new Command("add", "Read text, Markdown, HTML and PDF into a base. What did not change is not touched.") { name, path, about };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (store, bases) = await options.OpenAsync(parsed, cancellationToken);
            await using var opened = store;
            var (tenant, target, source) = (options.TenantOf(parsed), parsed.GetRequiredValue(name), parsed.GetRequiredValue(path));
            await bases.SaveAsync(tenant, target, parsed.GetValue(about), cancellationToken);
            return File.Exists(source)
                ? await AddFileAsync(bases, tenant, target, source, terminal, cancellationToken)
                : await AddFolderAsync(bases, tenant, target, source, terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> AddFileAsync(KnowledgeBases bases, string tenant, string name, string file, Terminal terminal, CancellationToken cancellationToken)
    {
        var put = await bases.PutAsync(
            tenant,
            name,
            new KnowledgeSource
            {
                Path = Path.GetFileName(file),
                Content = await File.ReadAllBytesAsync(file, cancellationToken),
                MediaType = KnowledgeSource.MediaTypeOf(file) ?? Path.GetExtension(file),
            },
            cancellationToken);
        await terminal.Output.WriteLineAsync(put.Changed ? "1 document was read." : "Nothing changed.");
        return await ReportAsync([], put.Embedded, terminal);
    }

    private static async Task<int> AddFolderAsync(KnowledgeBases bases, string tenant, string name, string folder, Terminal terminal, CancellationToken cancellationToken)
    {
        var report = await bases.IngestFolderAsync(tenant, name, folder, cancellationToken);
        await terminal.Output.WriteLineAsync($"{report.Added} added, {report.Changed} changed, {report.Unchanged} unchanged, {report.Removed} removed.");
        return await ReportAsync(report.Refused, report.Embedded, terminal);
    }

    private static async Task<int> ReportAsync(IReadOnlyList<string> refused, bool embedded, Terminal terminal)
    {
        foreach (var why in refused)
        {
            await terminal.Error.WriteLineAsync(SafeText.Line(why, 500));
        }

        if (!embedded)
        {
            await terminal.Error.WriteLineAsync("The embedding model did not answer: some texts are found by their words only. Run the command again to embed them.");
        }

        return refused.Count == 0 ? 0 : 1;
    }

    private static Command MakeList(Terminal terminal)
    {
        var name = new Argument<string?>("name") { Description = "A base, to list its documents.", Arity = ArgumentArity.ZeroOrOne };
        name.Validators.Add(Usage.NoOption);
        var options = new KnowledgeOptions(terminal);
        var command = new Command("list", "List the bases, or the documents of one.") { name };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (store, bases) = await options.OpenAsync(parsed, cancellationToken);
            await using var opened = store;
            var tenant = options.TenantOf(parsed);
            if (parsed.GetValue(name) is not { } wanted)
            {
                var all = await bases.ListAsync(tenant, cancellationToken);
                foreach (var found in all)
                {
                    await terminal.Output.WriteLineAsync(SafeText.Line($"{found.Name}  {found.Documents} documents, {found.Chunks} chunks, version {found.Version}  {found.Description}", 300));
                }

                await terminal.Error.WriteLineAsync(all.Count == 0 ? "There is no knowledge base. 'holdfast knowledge add NAME FOLDER' makes one." : "");
                return 0;
            }

            for (string? after = null; await bases.ListDocumentsAsync(tenant, wanted, after, 1_000, cancellationToken) is { Count: > 0 } page; after = page[^1].Path)
            {
                foreach (var document in page)
                {
                    await terminal.Output.WriteLineAsync(SafeText.Line($"{document.Path}  {document.Chunks} chunks  {document.Title}", 300));
                }
            }

            return 0;
        });
        return command;
    }

    private static Command MakeSearch(Terminal terminal)
    {
        var name = Name();
        var words = new Argument<string[]>("question") { Description = "What is looked for.", Arity = ArgumentArity.OneOrMore };
        words.Validators.Add(Usage.NoOption);
        var limit = new Option<int>("--limit") { Description = "How many passages at most.", DefaultValueFactory = static _ => 5 };
        limit.Validators.Add(Usage.Between(1, 100));
        var path = new Option<string?>("--path") { Description = "Only documents whose paths begin so." };
        var tag = new Option<string[]>("--tag") { Description = "Only documents with this tag; may be given again." };
        var options = new KnowledgeOptions(terminal);
        var command = new Command("search", "Find passages, with where they stand and how well they fit.") { name, words, limit, path, tag };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (store, bases) = await options.OpenAsync(parsed, cancellationToken);
            await using var opened = store;
            var query = new KnowledgeQuery
            {
                Text = string.Join(' ', parsed.GetRequiredValue(words)),
                Limit = parsed.GetValue(limit),
                Filter = new KnowledgeFilter { Path = parsed.GetValue(path), Tags = parsed.GetValue(tag) ?? [] },
            };
            var found = await bases.SearchAsync(options.TenantOf(parsed), parsed.GetRequiredValue(name), query, cancellationToken);
            foreach (var (hit, number) in found.Hits.Select((hit, index) => (hit, index + 1)))
            {
                var heading = hit.Heading.Length == 0 ? "" : " › " + hit.Heading;
                var meaning = hit.Similarity is { } similarity ? $", similarity {similarity:0.00}" : "";
                await terminal.Output.WriteLineAsync(terminal.Bold(SafeText.Line($"[{number}] {hit.Title}{heading}", 300)));
                await terminal.Output.WriteLineAsync(SafeText.Line($"    {hit.Path}, characters {hit.Start} to {hit.End}, coverage {hit.Coverage:0.00}{meaning}", 700));
                await terminal.Output.WriteLineAsync("    " + SafeText.Line(hit.Text, 400));
            }

            await terminal.Error.WriteLineAsync(found.Hits.Count == 0 ? "Nothing fits." : "");
            if (found.OnlyWords is { } why)
            {
                await terminal.Error.WriteLineAsync(SafeText.Line($"Only words were searched: {why}", 400));
            }

            return 0;
        });
        return command;
    }

    private static Command MakeRemove(Terminal terminal)
    {
        var name = Name();
        var document = new Argument<string?>("document") { Description = "A document's path; left out, the whole base goes.", Arity = ArgumentArity.ZeroOrOne };
        document.Validators.Add(Usage.NoOption);
        var options = new KnowledgeOptions(terminal);
        var command = new Command("remove", "Remove a document, or a base with all it holds.") { name, document };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (store, bases) = await options.OpenAsync(parsed, cancellationToken);
            await using var opened = store;
            var (tenant, wanted) = (options.TenantOf(parsed), parsed.GetRequiredValue(name));
            await (parsed.GetValue(document) is { } path ? bases.RemoveDocumentAsync(tenant, wanted, path, cancellationToken) : bases.RemoveAsync(tenant, wanted, cancellationToken));
            await terminal.Output.WriteLineAsync("Removed.");
            return 0;
        });
        return command;
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("name") { Description = "The base." };
        name.Validators.Add(Usage.NoOption);
        return name;
    }
}
