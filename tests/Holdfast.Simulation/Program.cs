using Holdfast.Simulation.Processes;

namespace Holdfast.Simulation;

/// <summary>Runs the tests; or, as a child of a test, a worker that the test may kill.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [WorkerHost.Command])
        {
            await WorkerHost.RunAsync();
            return 0;
        }

        return args.Any(arg => arg is "-automated" or "@@")
            ? await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args)
            : await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
