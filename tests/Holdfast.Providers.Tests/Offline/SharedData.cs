using System.Text.Json;

namespace Holdfast.Providers.Tests.Offline;

/// <summary>The development data beside the repository; tests that need it skip when it is absent.</summary>
internal static class SharedData
{
    public static List<JsonElement> Rows(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Holdfast.slnx")))
        {
            directory = directory.Parent;
        }

        var path = directory?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data", name) : name;
        Assert.SkipUnless(File.Exists(path), $"The development file shared/data/{name} is not beside the repository.");
        return [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Whether a row belongs to the half that was not looked at while tuning, by a hash of its text.</summary>
    public static bool IsHeldBack(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return (hash >> 8) % 3 == 0;
    }
}
