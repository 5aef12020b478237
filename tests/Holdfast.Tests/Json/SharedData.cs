using System.Text.Json;

namespace Holdfast.Tests.Json;

/// <summary>Files of the development data, which lie beside the repository.</summary>
internal static class SharedData
{
    public static string? Find(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
            folder = folder.Parent;
        var path = folder?.Parent is null ? null : Path.Combine(folder.Parent.FullName, "shared", "data", file);
        return File.Exists(path) ? path : null;
    }

    public static JsonElement[] Lines(string file)
    {
        var path = Find(file);
        Assert.SkipUnless(path is not null, $"../shared/data/{file} is absent");
        return [.. File.ReadLines(path!).Select(line => Parse(line))];
    }

    public static JsonElement Document(string file)
    {
        var path = Find(file);
        Assert.SkipUnless(path is not null, $"../shared/data/{file} is absent");
        return Parse(File.ReadAllText(path!));
    }

    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 100_000 });
        return document.RootElement.Clone();
    }
}
