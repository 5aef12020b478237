using System.Diagnostics;

namespace Holdfast.Bench.Mock;

/// <summary>The mock model in a process of its own, so that its work is not counted as ours. It ends with this process, however that ends.</summary>
internal sealed class MockModelProcess : IDisposable
{
    private readonly Process process;

    private MockModelProcess(Process process, Uri baseUrl)
    {
        this.process = process;
        BaseUrl = baseUrl;
    }

    public Uri BaseUrl { get; }

    public static async Task<MockModelProcess> StartAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["mock"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };

        // The mock shares the cores with what is measured: it gets by with as few threads as it can.
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        start.Environment["DOTNET_gcServer"] = "0";
        var started = Process.Start(start) ?? throw new InvalidOperationException("The mock model could not be started.");
        var port = await started.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mock model ended at once.");
        return new MockModelProcess(started, new Uri($"http://127.0.0.1:{port}/v1"));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
