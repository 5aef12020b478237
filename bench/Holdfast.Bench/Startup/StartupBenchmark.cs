using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Holdfast.Bench.Runs;
using Holdfast.Server;

namespace Holdfast.Bench.Startup;

/// <summary>From the start of a server process to its first answer, on an empty SQLite file. Floor: a process that only prints a line.</summary>
internal static class StartupBenchmark
{
    public static async Task ServeAsync(string url, string storage)
    {
        await using var app = HoldfastApplication.Create([$"--Listen={url}", $"--Storage={storage}"]);
        await app.RunAsync();
    }

    public static async Task<object> RunAsync(BenchOptions options)
    {
        var servers = new List<double>();
        var floors = new List<double>();
        for (var round = 0; round < (options.Quick ? 3 : 7); round++)
        {
            floors.Add(await StartEmptyAsync());
            servers.Add(await StartServerAsync());
        }

        var (floor, server) = (Measurement.Median(floors), Measurement.Median(servers));
        Report.Table(["process", "ms to first answer", "best"], [["floor: prints a line", floor, floors.Min()], ["server", server, servers.Min()]]);
        return new { floorMilliseconds = floor, serverMilliseconds = server, bestServerMilliseconds = servers.Min() };
    }

    private static async Task<double> StartEmptyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["nothing"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadLineAsync();
        var elapsed = Stopwatch.GetElapsedTime(started);
        await process.WaitForExitAsync();
        return elapsed.TotalMilliseconds;
    }

    private static async Task<double> StartServerAsync()
    {
        await using var file = await SqliteFile.CreateAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["server", url, file.ConnectionString])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            while (!process.HasExited)
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri(url + "/readyz"));
                    if (answer.IsSuccessStatusCode)
                    {
                        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                    }
                }
                catch (HttpRequestException)
                {
                    // It does not listen yet.
                }

                await Task.Delay(5);
            }

            throw new InvalidOperationException($"The server ended: {await process.StandardError.ReadToEndAsync()}");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
