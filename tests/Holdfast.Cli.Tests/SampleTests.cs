using System.Diagnostics;

namespace Holdfast.Cli.Tests;

/// <summary>The agent in one file that the readme shows really runs.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_sample_answers_by_its_tool()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Holdfast.slnx")))
        {
            root = root.Parent.ShouldNotBeNull();
        }

        // The library is built already; what is left to build is the one file.
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", "docs/samples/agent.cs"])
        {
            WorkingDirectory = root.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, await output + await error);
        (await output).ShouldContain("packs on the shelf.");
        (await output).ShouldContain("[Completed, ");
    }
}
