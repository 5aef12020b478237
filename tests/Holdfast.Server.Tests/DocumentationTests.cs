using System.Text.RegularExpressions;

namespace Holdfast.Server.Tests;

/// <summary>The pages name what there is.</summary>
public partial class DocumentationTests
{
    [Fact]
    public async Task Every_route_is_on_the_page_about_HTTP()
    {
        await using var server = await RunningServer.StartAsync();
        var page = await PageAsync("docs/http.md");

        foreach (var path in (await server.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                page.ShouldContain($"`{method.Name.ToUpperInvariant()} {path.Name}`");
            }
        }
    }

    [Fact]
    public async Task Every_key_is_on_the_page_about_configuration()
    {
        var page = await PageAsync("docs/configuration.md");
        var source = await PageAsync("src/Holdfast.Server/Configuration/OptionsReader.cs");
        var keys = Key().Matches(source).Select(match => match.Groups[1].Value).ToList();

        keys.Count.ShouldBeGreaterThan(20);
        keys.Where(key => !page.Contains($"`{key}`", StringComparison.Ordinal) && !page.Contains($"`Scheduling:{key}`", StringComparison.Ordinal) && !page.Contains($"`Support:{key}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static Task<string> PageAsync(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
        {
            folder = folder.Parent!;
        }

        return File.ReadAllTextAsync(Path.Combine(folder.FullName, path), RunningServer.Token);
    }

    [GeneratedRegex("""keys\.(?:Text|Flag|Number|Seconds|Choice|List)\((?:S \+ )?"([A-Za-z:]+)"[,)]""")]
    private static partial Regex Key();
}
