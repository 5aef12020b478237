namespace Holdfast.Tests.Rules;

/// <summary>The files of the repository, as the rules read them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Library { get; } = Path.Combine(Root, "src", "Holdfast");

    /// <summary>Every C# file under these folders of the root, as paths relative to it with forward slashes.</summary>
    public static IEnumerable<string> Sources(params string[] folders) =>
        folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The file without comments: they may speak of anything.</summary>
    public static string Code(string path) => string.Join('\n', Lines(path).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository: Holdfast.slnx was not found above them.");
        }

        return folder.FullName;
    }
}
