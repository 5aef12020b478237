using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Simulation.Processes;

/// <summary>A worker in a process of its own. It ends with the test process, for its standard input ends then.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process process;

    private WorkerProcess(Process process)
    {
        this.process = process;
    }

    public static async Task<WorkerProcess> StartAsync(string storage, Uri model, DateTimeOffset origin)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        }

        start.ArgumentList.Add(WorkerHost.Command);
        start.Environment[WorkerHost.Storage] = storage;
        start.Environment[WorkerHost.ModelAddress] = model.AbsoluteUri;
        start.Environment[WorkerHost.Origin] = origin.UtcTicks.ToString(CultureInfo.InvariantCulture);
        var worker = new WorkerProcess(Process.Start(start) ?? throw new InvalidOperationException("The worker could not be started."));
        (await worker.process.StandardOutput.ReadLineAsync()).ShouldBe("ready");
        return worker;
    }

    /// <summary>Ends it as <c>kill -9</c> does, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Lets it hand over its runs and end.</summary>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
